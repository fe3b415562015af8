import { expect, test } from 'vitest';
import { nextGuidance } from '../../src/commands/presses/steps.ts';

test.each([
  [7.5, 6.5, 8.5],
  [2, 1, 3],
  [1.5, 1, 2.5],
  [1, 0.75, 2],
  [0.9, 0.65, 1],
  [0.1, 0, 0.35],
  [0, 0, 0.25],
  [30, 29, 30],
])('From a guidance of %d one press leads down to %d and up to %d.', (scale, down, up) => {
  expect(nextGuidance(scale, -1)).toBeCloseTo(down, 9);
  expect(nextGuidance(scale, 1)).toBeCloseTo(up, 9);
});
