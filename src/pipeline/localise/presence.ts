import type { Pyramid } from '../image/pyramid.ts';
import { concat } from '../math/tensor.ts';
import { clipRankings } from '../models/clip-margin.ts';
import type { Pack } from '../models/pack.ts';
import type { Region } from './fine-pass.ts';
import { objectOnGrey } from './object-on-grey.ts';

/** Raw scores on whether the object is in a place, none of them normalised by the picture; the higher, the likelier. */
export interface PresenceScores {
  /** Mean of the highest logits of the first look, inside the place. */
  readonly coarsePass: number;
  /** The same for the second look. */
  readonly finePass: number;
  /** CLIP similarity of the region to `from`, less that to the best other word of a closed vocabulary. */
  readonly clip: number;
  /** Among all words: 0 where none is nearer to the region, −1 where one is, −2 where three are (−log₂ of one more). */
  readonly rank: number;
  /** How far the looks of the last pass are from saying the same: their standard deviation, negative. */
  readonly agreement: number;
}

export const PRESENCE_SCORES = [
  'coarsePass',
  'finePass',
  'clip',
  'rank',
  'agreement',
] as const satisfies readonly (keyof PresenceScores)[];

/** Beyond these an opinion says no more. */
const MOST_LOGIT = 6;
const MOST_MARGIN = 3;
const MOST_SPREAD = 1.2;

/** Logistic evidence: the logit of the probability that the object is there. The weights are the pack's, fitted on composed pictures. */
export function evidence(pack: Pack, scores: PresenceScores): number {
  const weights = pack.manifest.calibration.presence;
  return PRESENCE_SCORES.reduce((sum, name) => sum + weights[name] * scores[name], weights.bias);
}

/** What is said of one place. */
interface ScoredRegion {
  readonly scores: PresenceScores;
  /** The region in CLIP's space, of length 1. */
  readonly embedding: Float32Array;
}

/** Asks the second look's map and the CLIP image tower about each region. */
export async function presenceScores(
  pack: Pack,
  pyramid: Pyramid,
  from: string,
  regions: readonly Region[],
  coarseScores: readonly number[],
): Promise<ScoredRegion[]> {
  if (regions.length === 0) return [];
  const objectsOnGrey = concat(regions.map(region => objectOnGrey(pack, pyramid, region)));
  const rankings = await clipRankings(pack, from, objectsOnGrey);
  return regions.map(({ presence, looks }, i) => {
    const { margin, nearer, embedding } = rankings[i];
    return {
      scores: {
        coarsePass: clamp(coarseScores[i], MOST_LOGIT),
        finePass: clamp(presence, MOST_LOGIT),
        clip: clamp(margin, MOST_MARGIN),
        rank: -Math.log2(1 + nearer),
        agreement: -clamp(deviation(looks), MOST_SPREAD),
      },
      embedding,
    };
  });
}

/** The standard deviation of some numbers. */
function deviation(values: readonly number[]): number {
  const mean = values.reduce((a, b) => a + b, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
}

const clamp = (value: number, most: number): number => Math.max(-most, Math.min(most, value));
