/**
 * What an edit's seed decides, all in one place: the streams of random numbers and the drawing that is shown.
 */

const PRIME = 1_000_003;
/** At most so many candidates are painted for an instance. */
const CANDIDATES = 16;
/** Keeps the crops' streams apart from the noise of the same seed. */
const CUT_OUT = 0x5eed;

/** The seed of a candidate's noise: neighbouring seeds, instances and candidates all differ. */
export const noiseSeed = (seed: number, instance: number, candidate: number): number =>
  (Math.imul(seed, PRIME) + instance * CANDIDATES + candidate) >>> 0;

/** The seed of the cut-outs that guide a candidate at one step. */
export const cutOutSeed = (seed: number, candidate: number, step: number): number =>
  (Math.imul(seed + candidate, PRIME) + step * CUT_OUT) >>> 0;

/**
 * Which of some drawings a seed shows, from 0, and its round: within a round every drawing comes once, the
 * next round has other noise. The default seed, 1, begins a round.
 */
export function drawingOf(seed: number, drawings: number): { round: number; rank: number } {
  const round = Math.floor((seed - 1) / drawings);
  return { round, rank: seed - 1 - round * drawings };
}
