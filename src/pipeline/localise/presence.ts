import type { Pyramid } from '../image/pyramid.ts';
import { concat } from '../math/tensor.ts';
import { clipRankings } from '../models/clip-margin.ts';
import type { Pack } from '../models/pack.ts';
import type { Region } from './fine-pass.ts';
import { objectOnGrey } from './object-on-grey.ts';

/** Raw scores of presence for one candidate, none normalised by the picture; the higher, the likelier. */
export interface PresenceScores {
  /** Mean of the highest logits of the coarse pass inside the candidate. */
  readonly coarsePass: number;
  /** The same for the fine pass. */
  readonly finePass: number;
  /** CLIP similarity of the region to `from`, less that to the best other word of a closed vocabulary. */
  readonly clip: number;
  /**
   * The rank of `from` among all words: 0 where none is nearer to the region, −1 where one is, −2 where three
   * are (−log₂ of one more).
   */
  readonly rank: number;
  /** How well the crops of the last round agree: their standard deviation, negative. */
  readonly agreement: number;
}

export const PRESENCE_SCORES = [
  'coarsePass',
  'finePass',
  'clip',
  'rank',
  'agreement',
] as const satisfies readonly (keyof PresenceScores)[];

/** Scores are clamped to these. */
const MOST_LOGIT = 6;
const MOST_MARGIN = 3;
const MOST_SPREAD = 1.2;

/**
 * Logistic regression: the logit of the probability that the object is present. The weights are the pack's,
 * fitted on composed pictures.
 */
export function evidence(pack: Pack, scores: PresenceScores): number {
  const weights = pack.manifest.calibration.presence;
  return PRESENCE_SCORES.reduce((sum, name) => sum + weights[name] * scores[name], weights.bias);
}

/** The scores of one candidate. */
interface ScoredRegion {
  readonly scores: PresenceScores;
  /** The region in CLIP's space, of length 1. */
  readonly embedding: Float32Array;
}

/** Scores each region by the fine pass's logits and by CLIP's image tower. */
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
  return regions.map(({ presence, cropScores }, i) => {
    const { margin, nearer, embedding } = rankings[i];
    return {
      scores: {
        coarsePass: clamp(coarseScores[i], MOST_LOGIT),
        finePass: clamp(presence, MOST_LOGIT),
        clip: clamp(margin, MOST_MARGIN),
        rank: -Math.log2(1 + nearer),
        agreement: -clamp(deviation(cropScores), MOST_SPREAD),
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
