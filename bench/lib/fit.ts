import type { Opinions } from '../../src/pipeline/calibrate/opinions.ts';
import { sigmoid } from '../../src/pipeline/numeric.ts';
import type { Trial } from './trials.ts';

const KEYS = ['firstLook', 'secondLook', 'clip'] as const;
const ROUNDS = 20_000;
const RATE = 0.05;
/** L2 penalty: with a few hundred trials the weights must stay small. */
const DECAY = 3e-3;

/** Presence weights as they stand in `pack.json`. */
export type PresenceWeights = Record<keyof Opinions | 'bias', number>;

const evidence = (weights: PresenceWeights, opinions: Opinions) =>
  KEYS.reduce((sum, key) => sum + weights[key] * opinions[key], weights.bias);

/**
 * Logistic regression of "it is there" on the three opinions by gradient descent (no opinion may count against
 * itself), and then the bias that lets as
 * many through as it may: `allowed` of the absent trials. Trials where nothing stood out need no weights to be absent.
 */
export function fitPresence(trials: readonly Trial[], allowed: number): PresenceWeights {
  const seen = trials.flatMap(({ best, present }) => (best === undefined ? [] : [{ ...best, present }]));
  const weights = { bias: 0, firstLook: 0, secondLook: 0, clip: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const gradient = { bias: 0, firstLook: 0, secondLook: 0, clip: 0 };
    for (const { opinions, present } of seen) {
      const error = (sigmoid(evidence(weights, opinions)) - (present ? 1 : 0)) / seen.length;
      gradient.bias += error;
      for (const key of KEYS) gradient[key] += error * opinions[key];
    }
    weights.bias -= RATE * gradient.bias;
    for (const key of KEYS) {
      weights[key] = Math.max(0, weights[key] - RATE * (gradient[key] + DECAY * weights[key]));
    }
  }
  const absent = trials.filter(trial => !trial.present);
  const scores = absent.flatMap(({ best }) => (best === undefined ? [] : [evidence(weights, best.opinions)]));
  const ranked = scores.sort((a, b) => b - a);
  const firstRefused = ranked[Math.floor(allowed * absent.length)] ?? ranked[ranked.length - 1] ?? 0;
  const bias = weights.bias - firstRefused;
  const share = (asked: readonly Trial[]) =>
    asked.filter(({ best }) => best !== undefined && evidence({ ...weights, bias }, best.opinions) > 0)
      .length / asked.length;
  console.log(
    `of the fitted pictures' things found: present ${share(trials.filter(t => t.present))}, absent ${share(absent)}`,
  );
  const rounded = Object.entries({ ...weights, bias }).map(([key, value]) => [key, Number(value.toFixed(3))]);
  return Object.fromEntries(rounded) as PresenceWeights;
}
