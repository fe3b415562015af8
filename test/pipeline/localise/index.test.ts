import { expect, test } from 'vitest';
import type { Picture } from '../../../src/pipeline/image/picture.ts';
import {
  type Candidate,
  chooseInstances,
  NotFoundError,
  overlap,
} from '../../../src/pipeline/localise/index.ts';

const picture: Picture = { width: 100, height: 50, rgb: new Uint8Array(100 * 50 * 3) };

/** A candidate of 10 × 10 pixels that begins at `left`. */
function candidate(
  left: number,
  score: number,
  more: { similarity?: number; rank?: number } = {},
): Candidate {
  const box = { left, top: 0, width: 10, height: 10 };
  return {
    box,
    window: box,
    cropScores: [],
    presence: 0,
    logits: { data: new Float32Array(1), dims: [1, 1, 1, 1] },
    mask: { width: 1, height: 1, data: Uint8Array.of(255) },
    scores: { coarsePass: 0, finePass: 0, clip: 0, rank: more.rank ?? 0, agreement: 0 },
    score,
    similarity: more.similarity ?? 1,
  };
}

const choose = (candidates: Candidate[], options: { instance?: 'all' | number; anyway?: boolean } = {}) =>
  chooseInstances(
    { heat: { logits: { data: new Float32Array(1), dims: [1, 1, 1, 1] } }, candidates, above: 0.4 },
    picture,
    { from: 'cat', instance: 'all', ...options },
  ).map(({ box }) => box.left);

test('Instances come from the left, whichever is the most likely.', () => {
  expect(choose([candidate(60, 0.9), candidate(10, 0.88)])).toEqual([10, 60]);
});

test('A candidate counts that is nearly as likely as the best and looks like it, whatever words fit it best.', () => {
  const best = candidate(0, 0.9);
  expect(choose([best, candidate(20, 0.6)])).toEqual([0]);
  expect(choose([best, candidate(20, 0.7, { similarity: 0.5, rank: 0 })])).toEqual([0]);
  expect(choose([best, candidate(20, 0.7, { similarity: 0.8, rank: -1 })])).toEqual([0, 20]);
});

test('At the pack’s bound the object is absent: the error states the best candidate’s probability, and carries them all.', () => {
  const candidates = [candidate(0, 0.4), candidate(20, 0.1)];
  const thrown = (() => {
    try {
      return choose(candidates);
    } catch (error) {
      return error as NotFoundError;
    }
  })() as NotFoundError;
  expect(thrown).toBeInstanceOf(NotFoundError);
  expect(thrown.message).toMatch(/40%.*--anyway/);
  expect(thrown.localisation.candidates).toBe(candidates);
  expect(choose(candidates, { anyway: true })).toEqual([0]);
  expect(() => choose([], { anyway: true })).toThrow(NotFoundError);
});

test('An instance that is not there is refused.', () => {
  expect(() => choose([candidate(0, 0.9)], { instance: 2 })).toThrow('There is no instance 2');
});

test('The overlap of boxes is their intersection over their union.', () => {
  const a = { left: 0, top: 0, width: 4, height: 4 };
  expect(overlap(a, a)).toBe(1);
  expect(overlap(a, { ...a, left: 2 })).toBeCloseTo(1 / 3, 12);
  expect(overlap(a, { ...a, left: 4 })).toBe(0);
});
