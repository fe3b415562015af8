import { describe, expect, test } from 'vitest';
import { SET } from '../../../src/pipeline/image/picture.ts';
import { gapsBetween, type Run, runsFrom } from '../../../src/pipeline/masks/runs.ts';
import { drawn, scattered } from './masks.ts';

const cellsOf = (runs: readonly Run[]) =>
  runs.flatMap(({ start, end }) => Array.from({ length: end - start }, (_, i) => start + i));

test('A run ends where its row does.', () => {
  const { data, width } = drawn('.##.#', '##..#');
  expect(runsFrom(data, width, 255)).toEqual([
    { start: 1, end: 3 },
    { start: 4, end: 5 },
    { start: 5, end: 7 },
    { start: 9, end: 10 },
  ]);
});

test('What is just at the level is inside, what is no number is not.', () => {
  expect(runsFrom(Float32Array.of(-1, 0.5, 2, Number.NaN), 4, 0.5)).toEqual([{ start: 1, end: 3 }]);
});

describe.each([
  ['half full', scattered(19, 13, 0.5, 1)],
  ['full', scattered(5, 4, 1, 2)],
  ['empty', scattered(5, 4, 0, 3)],
  ['one column', scattered(1, 20, 0.5, 4)],
] as const)('of a mask that is %s', (_, { width, height, data }) => {
  const runs = runsFrom(data, width, SET);

  test('Runs hold the cells that are set.', () => {
    expect(cellsOf(runs)).toEqual([...data.keys()].filter(i => data[i] > 127));
    expect(runs.every(({ start, end }) => Math.floor(start / width) === Math.floor((end - 1) / width))).toBe(
      true,
    );
  });

  test('Gaps hold the others, row by row.', () => {
    const gaps = gapsBetween(runs, width, height);
    expect(cellsOf(gaps)).toEqual([...data.keys()].filter(i => data[i] <= 127));
    // As long as they can be, and within a row: the runs of the mask turned round.
    expect(gaps).toEqual(
      runsFrom(
        data.map(v => 255 - v),
        width,
        SET,
      ),
    );
  });
});
