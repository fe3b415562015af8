import { expect, test } from 'vitest';
import { enlarge, latentMask } from '../../../src/pipeline/region/latent-mask.ts';
import { drawn } from '../masks/masks.ts';

/** A row of characters for each row of cells, `#` where the UNet repaints. */
const cells = (
  kind: 'exact' | 'hull' | 'box' | 'canvas',
  mask: Parameters<typeof latentMask>[0],
  side: number,
) => {
  const { data } = latentMask(mask, kind, side);
  return Array.from({ length: side }, (_, y) =>
    Array.from(data.subarray(y * side, (y + 1) * side), v => (v === 1 ? '#' : '.')).join(''),
  );
};

/** 16 × 16 pixels, two to a cell: an L in the middle. */
const L = drawn(
  ...Array.from({ length: 16 }, (_, y) =>
    Array.from({ length: 16 }, (_, x) =>
      (x >= 6 && x < 8 && y >= 6 && y < 10) || (x >= 6 && x < 10 && y >= 8 && y < 10) ? '#' : '.',
    ).join(''),
  ),
);

test('exact repaints every cell that the outline touches, and one cell round it.', () => {
  expect(cells('exact', L, 8)).toEqual([
    '........',
    '........',
    '..###...',
    '..####..',
    '..####..',
    '..####..',
    '........',
    '........',
  ]);
});

test('box repaints the outline’s bounding box, and one cell round it.', () => {
  expect(cells('box', L, 8)).toEqual([
    '........',
    '........',
    '..####..',
    '..####..',
    '..####..',
    '..####..',
    '........',
    '........',
  ]);
});

test('canvas repaints the central square that the longer side spans, wherever the outline is.', () => {
  const flat = drawn(
    ...Array.from({ length: 16 }, (_, y) => (y === 3 ? '....########....' : '.'.repeat(16))),
  );
  expect(cells('canvas', flat, 8)).toEqual([
    '........',
    '.######.',
    '.######.',
    '.######.',
    '.######.',
    '.######.',
    '.######.',
    '........',
  ]);
});

test('hull closes gaps that exact leaves open.', () => {
  const bars = drawn(
    ...Array.from({ length: 32 }, (_, y) =>
      Array.from({ length: 32 }, (_, x) => (y >= 8 && y < 24 && (x === 12 || x === 16) ? '#' : '.')).join(''),
    ),
  );
  const [exact, hull] = [cells('exact', bars, 32), cells('hull', bars, 32)];
  expect(exact[16].slice(10, 19)).toBe('.###.###.');
  expect(hull[16].slice(10, 19)).toBe('.#######.');
});

test('An empty outline repaints nothing.', () => {
  const empty = drawn(...new Array(8).fill('........'));
  for (const kind of ['exact', 'hull', 'box', 'canvas'] as const)
    expect(latentMask(empty, kind, 4).data.every(v => v === 0)).toBe(true);
});

test('Enlarging makes a block of every cell.', () => {
  const enlarged = enlarge({ data: Float32Array.of(1, 0, 0, 1), dims: [1, 1, 2, 2] }, 2);
  expect(enlarged.dims).toEqual([1, 1, 4, 4]);
  expect([...enlarged.data]).toEqual([1, 1, 0, 0, 1, 1, 0, 0, 0, 0, 1, 1, 0, 0, 1, 1]);
});
