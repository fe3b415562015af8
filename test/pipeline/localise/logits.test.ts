import { expect, test } from 'vitest';
import { ABSENT, cutAnew, onPicture } from '../../../src/pipeline/localise/logits.ts';

const grid = (...values: number[]) => ({ data: Float32Array.from(values), dims: [1, 1, 2, 2] });
const window = { left: 0, top: 0, width: 4, height: 4 };

test('Logits beyond the picture are absent; a window on the picture keeps its own.', () => {
  expect([...onPicture(grid(1, 2, 3, 4), window, { width: 2, height: 4 }).data]).toEqual([
    1,
    ABSENT,
    3,
    ABSENT,
  ]);
  const inside = grid(1, 2, 3, 4);
  expect(onPicture(inside, window, { width: 4, height: 4 })).toBe(inside);
});

test('The same window has the same logits.', () => {
  const logits = grid(1, 2, 3, 4);
  expect([...cutAnew(logits, window, { ...window }).data]).toEqual([1, 2, 3, 4]);
});

test('A window that is moved by half a cell interpolates, and is absent where there was no crop.', () => {
  const moved = cutAnew(grid(0, 2, 4, 6), window, { left: 1, top: 1, width: 4, height: 4 });
  expect([...moved.data]).toEqual([3, ABSENT, ABSENT, ABSENT]);
});
