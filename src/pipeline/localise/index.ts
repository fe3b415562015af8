import { UserError } from '../../errors.ts';
import type { Box, Picture } from '../image/picture.ts';
import { pyramidOf } from '../image/pyramid.ts';
import { connected, valuesIn } from '../masks/components.ts';
import { runsFrom } from '../masks/runs.ts';
import { dot, sigmoid, topMean } from '../math/numeric.ts';
import type { InstanceChoice } from '../models/choice.ts';
import type { Pack } from '../models/pack.ts';
import { asPrompt } from '../models/vocabulary.ts';
import { coarsePass, type HeatMap } from './coarse-pass.ts';
import { finePass, type Region } from './fine-pass.ts';
import { thresholdLogit } from './logits.ts';
import { withoutNeighbour } from './neighbours.ts';
import { pick } from './pick.ts';
import { evidence, type PresenceScores, presenceScores } from './presence.ts';

/** A region with its presence scores. */
export interface Candidate extends Region {
  readonly scores: PresenceScores;
  /** Probability that the object is present, from all scores. */
  readonly score: number;
  /** Cosine similarity in CLIP's space to the most likely candidate; 1 for that itself. */
  readonly similarity: number;
}

export interface Localisation {
  readonly heat: HeatMap;
  /** Every candidate, most likely first. */
  readonly candidates: readonly Candidate[];
  /** The object is present where the score is above this. */
  readonly above: number;
}

export interface LocaliseOptions {
  /** Probabilities of 0–255 at or above it are inside (the paper's K). */
  readonly threshold: number;
  readonly context: number;
  readonly minWindow: number;
}

/**
 * Another instance counts when its probability is at least this fraction of the best one's and its embedding
 * is as near to the best one's as those of two drawings of one object are. That no other word is nearer to it
 * is no evidence: of a parasol, too, "sailboat" may be the nearest.
 */
const NEAR = 0.7;
const ALIKE = 0.67;
/** Candidates that the fine pass takes, and the least area of one in cells of the heat map. */
const MAX_CANDIDATES = 8;
const MIN_CELLS = 12;
/** Two candidates are one object when their boxes' intersection over union is at least this. */
const SAME = 0.4;

/** Thrown when the named object is not in the picture. */
export class NotFoundError extends UserError {
  readonly localisation: Localisation;

  constructor(from: string, localisation: Localisation) {
    const best = localisation.candidates[0]?.score ?? 0;
    const confidence = best === 0 ? '' : ` (the most likely candidate scored ${Math.round(best * 100)}%)`;
    const anyway = best === 0 ? '' : ', or --anyway to edit that candidate';
    super(
      'not-found',
      `There is no ${from} to be seen in the picture${confidence}: try another word for it${anyway}.`,
    );
    this.localisation = localisation;
  }
}

/**
 * Cross-modal entity-level calibration (RDM, section 3.2): localises `from` by scoring the words on the
 * picture. Presence is decided on several raw scores: min-max normalising the map first, as the paper's
 * repository does, would find something in every picture.
 */
export async function localise(
  pack: Pack,
  picture: Picture,
  from: string,
  options: LocaliseOptions,
): Promise<Localisation> {
  const prompt = asPrompt(pack.manifest, from);
  const pyramid = pyramidOf(picture);
  const heat = await coarsePass(pack, pyramid, prompt);
  const coarse = coarseCandidates(heat, picture, options.threshold, pack.manifest.calibration.presenceCells);
  const boxes = coarse.map(candidate => candidate.box);
  const fine = await finePass(pack, pyramid, boxes, prompt, options);
  const found = fine.flatMap((region, i) =>
    region === undefined ? [] : [{ region, coarsePass: coarse[i].score }],
  );
  const regions = found.map(({ region }) => region);
  const coarseScores = found.map(({ coarsePass }) => coarsePass);
  const presence = await presenceScores(pack, pyramid, from, regions, coarseScores);
  const { above, most } = pack.manifest.calibration.presence;
  const ranked = regions
    .map((region, i) => ({ region, ...presence[i], score: sigmoid(evidence(pack, presence[i].scores)) }))
    .sort((a, b) => b.score - a.score);
  const candidates = ranked.map(({ region, scores, embedding, score }) => ({
    ...region,
    scores,
    score: Math.min(most, score),
    similarity: dot(embedding, ranked[0].embedding),
  }));
  // An absent object needs no outline.
  const present = distinct(candidates).map(candidate =>
    candidate.score > above ? withoutNeighbour(pack, pyramid, from, candidate) : candidate,
  );
  return { heat, candidates: await Promise.all(present), above };
}

/**
 * The instances to edit, from the left; with `anyway`, the most likely candidate where none is above the
 * pack's bound. Throws `NotFoundError`, or `UserError('no-such-instance')` when there are fewer than asked,
 * or none of the colour.
 */
export function chooseInstances(
  localisation: Localisation,
  picture: Picture,
  { from, instance, anyway = false }: { from: string; instance: InstanceChoice; anyway?: boolean },
): Candidate[] {
  const { candidates, above } = localisation;
  const best = candidates[0]?.score ?? 0;
  if (best <= above) {
    if (anyway && candidates.length > 0) return candidates.slice(0, 1);
    throw new NotFoundError(from, localisation);
  }
  const present = candidates.filter(
    ({ score, similarity }) => score > above && score >= NEAR * best && similarity >= ALIKE,
  );
  const fromLeft = present.toSorted((a, b) => a.box.left - b.box.left);
  return pick(fromLeft, instance, from, picture);
}

/** The components of the heat map above the threshold, as boxes in the picture with their coarse scores. */
function coarseCandidates({ logits }: HeatMap, picture: Picture, threshold: number, presenceCells: number) {
  const [, , height, width] = logits.dims;
  const across = picture.width / width;
  const down = picture.height / height;
  return connected(runsFrom(logits.data, width, thresholdLogit(threshold)), width)
    .filter(part => part.area >= MIN_CELLS)
    .slice(0, MAX_CANDIDATES)
    .map(part => ({
      box: {
        left: part.box.left * across,
        top: part.box.top * down,
        width: part.box.width * across,
        height: part.box.height * down,
      },
      score: topMean(valuesIn(part, logits.data), presenceCells),
    }));
}

/** Drops candidates that overlap a better one. */
function distinct(candidates: readonly Candidate[]): Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates) {
    if (!kept.some(other => overlap(other.box, candidate.box) > SAME)) kept.push(candidate);
  }
  return kept;
}

const area = ({ width, height }: Box): number => width * height;

/** Intersection over union of two boxes. */
export function overlap(a: Box, b: Box): number {
  const width = Math.min(a.left + a.width, b.left + b.width) - Math.max(a.left, b.left);
  const height = Math.min(a.top + a.height, b.top + b.height) - Math.max(a.top, b.top);
  if (width <= 0 || height <= 0) return 0;
  return (width * height) / (area(a) + area(b) - width * height);
}
