import { PRESENCE_SCORES, type PresenceScores } from '../../src/pipeline/localise/presence.ts';
import { sigmoid } from '../../src/pipeline/math/numeric.ts';
import type { Manifest } from '../../src/pipeline/models/manifest.ts';
import type { ScoredCandidate } from './candidates.ts';

/** Presence weights as in `pack.json`. */
export type PresenceWeights = Manifest['calibration']['presence'];

const ROUNDS = 40_000;
const RATE = 0.05;
/** L2 penalty: with some hundred candidates the weights must stay small. */
const DECAY = 3e-3;
/** From this score on a candidate counts as most confident. */
const CONFIDENT = 0.9;

type Weights = Record<'bias' | keyof PresenceScores, number>;

/**
 * Logistic regression of "it is what was asked for" on candidates' scores, by gradient descent; no score may
 * have a negative weight.
 */
function regress(candidates: readonly ScoredCandidate[]): Weights {
  const weights: Weights = { bias: 0, coarsePass: 0, finePass: 0, clip: 0, rank: 0, agreement: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = { ...weights, bias: 0 };
    for (const key of PRESENCE_SCORES) gradient[key] *= DECAY;
    for (const candidate of candidates) {
      const error = (scoreOf(candidate, weights) - (candidate.right ? 1 : 0)) / candidates.length;
      gradient.bias += error;
      for (const key of PRESENCE_SCORES) gradient[key] += error * candidate.scores[key];
    }
    weights.bias -= RATE * gradient.bias;
    for (const key of PRESENCE_SCORES) weights[key] = Math.max(0, weights[key] - RATE * gradient[key]);
  }
  return weights;
}

const scoreOf = ({ scores }: ScoredCandidate, weights: Weights): number =>
  sigmoid(PRESENCE_SCORES.reduce((sum, key) => sum + weights[key] * scores[key], weights.bias));

/**
 * Weights for `pack.json`. `above` is the probability at which at most `allowed` of the questions for absent
 * objects are false positives; `most` is the share of the most confident candidates that are right, by the
 * rule of succession.
 * @param absent how many questions for absent objects there were, with those without a candidate
 */
export function fitPresence(
  candidates: readonly ScoredCandidate[],
  absent: number,
  allowed: number,
): PresenceWeights {
  const weights = regress(candidates);
  const scored = candidates.map(candidate => ({ ...candidate, score: scoreOf(candidate, weights) }));
  const fired = bestOf(scored.filter(({ present }) => !present)).sort((a, b) => b - a);
  const above = fired[Math.floor(allowed * absent)] ?? 0.5;
  const confident = scored.filter(({ score }) => score >= CONFIDENT);
  const most = (confident.filter(({ right }) => right).length + 1) / (confident.length + 2);
  const found = bestOf(scored.filter(({ present, right }) => present && right));
  console.log(
    `${found.filter(score => score > above).length} of ${found.length} objects that a candidate was of are found`,
  );
  const rounded = Object.entries({ ...weights, above, most }).map(([key, value]) => [
    key,
    Number(value.toFixed(3)),
  ]);
  return Object.fromEntries(rounded) as PresenceWeights;
}

/** Candidates with the probabilities of a fit on other scenes: five-fold cross-validation. */
export function crossValidated(candidates: readonly ScoredCandidate[]): ScoredCandidate[] {
  const sceneOf = ({ question }: ScoredCandidate) => Number.parseInt(question, 10);
  return [0, 1, 2, 3, 4].flatMap(fold => {
    const weights = regress(candidates.filter(candidate => sceneOf(candidate) % 5 !== fold));
    const held = candidates.filter(candidate => sceneOf(candidate) % 5 === fold);
    return held.map(candidate => ({ ...candidate, score: scoreOf(candidate, weights) }));
  });
}

/** The highest score of each question. */
function bestOf(candidates: readonly ScoredCandidate[]): number[] {
  const best = new Map<string, number>();
  for (const candidate of candidates)
    best.set(candidate.question, Math.max(best.get(candidate.question) ?? 0, candidate.score));
  return [...best.values()];
}
