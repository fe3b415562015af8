import { expect, test } from 'vitest';
import { isDue, isGuided } from '../../../src/pipeline/guidance/schedule.ts';

const stepsOf = (schedule: { from: number; to: number; every: number }, steps: number) => {
  const all = Array.from({ length: steps }, (_, step) => step);
  const guided = all.filter(step => isGuided(schedule, step, steps));
  return { guided, due: guided.filter(step => isDue(schedule, step, steps)) };
};

test('Every step is guided by a gradient of its own when nothing is left out.', () => {
  expect(stepsOf({ from: 0, to: 1, every: 1 }, 3)).toEqual({ guided: [0, 1, 2], due: [0, 1, 2] });
});

test('Only the named part of the steps is guided, with a new gradient on every k-th.', () => {
  const { guided, due } = stepsOf({ from: 0.2, to: 0.8, every: 4 }, 10);
  expect(guided).toEqual([2, 3, 4, 5, 6, 7]);
  expect(due).toEqual([2, 6]);
});

test('An empty part guides nothing.', () => {
  expect(stepsOf({ from: 0.5, to: 0.5, every: 1 }, 10).guided).toEqual([]);
});
