import { expect, test } from 'vitest';
import { nearestKnown } from '../../../src/pipeline/layers/nearest.ts';
import { shareOut } from '../../../src/pipeline/layers/shares.ts';
import { filledLikewise, sharpened } from '../../../src/pipeline/layers/sharpen.ts';
import { FILLS } from '../../../src/pipeline/models/eraser.ts';

const NONE = { membrane: 0, rows: 0, columns: 0, left: 0, right: 0, up: 0, down: 0 };
const SMALL = 16;
const LARGE = 64;

/** What a fill of one kind alone weighs on a square. */
const only = (name: (typeof FILLS)[number], side: number) => {
  const data = new Float32Array(7 * side * side);
  data.fill(1, FILLS.indexOf(name) * side * side, (FILLS.indexOf(name) + 1) * side * side);
  return { data, dims: [1, 7, side, side] };
};

/** A square hole in the middle. */
const holeIn = (side: number) =>
  Uint8Array.from({ length: side * side }, (_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    return x >= side / 4 && x < (3 * side) / 4 && y >= side / 4 && y < (3 * side) / 4 ? 1 : 0;
  });

/** `[1, 3, side, side]` by a function of points in 0…1. */
const painted = (side: number, colour: (x: number, y: number) => number) => {
  const plane = Float32Array.from({ length: side * side }, (_, i) =>
    colour(((i % side) + 0.5) / side, (Math.floor(i / side) + 0.5) / side),
  );
  return { data: Float32Array.from([...plane, ...plane, ...plane]), dims: [1, 3, side, side] };
};

test('The nearest known pixels are found in each direction, or none.', () => {
  const nearest = nearestKnown(Uint8Array.from([1, 0, 1, 1, 1, 1, 0, 1, 0]), 3);
  expect(Array.from(nearest.left)).toEqual([-1, 1, 1, -1, -1, -1, 6, 6, 8]);
  expect(Array.from(nearest.right)).toEqual([1, 1, -1, -1, -1, -1, 6, 8, 8]);
  expect(Array.from(nearest.up)).toEqual([-1, 1, -1, -1, 1, -1, 6, 1, 8]);
  expect(Array.from(nearest.down)).toEqual([6, 1, 8, 6, -1, 8, 6, -1, 8]);
});

test('A row between two known pixels is linear; with one of them it is that one.', () => {
  const shares = { left: 0, right: 0, up: 0, down: 0, none: 0 };
  const nearest = nearestKnown(Uint8Array.from([0, 1, 1, 0, ...new Array(12).fill(1)]), 4);
  shareOut(1, nearest, { ...NONE, rows: 1 }, shares);
  expect(shares.left).toBeCloseTo(2 / 3);
  expect(shares.right).toBeCloseTo(1 / 3);
  shareOut(4, nearest, { ...NONE, rows: 0.5, columns: 0.5 }, shares);
  expect(shares).toEqual({ left: 0, right: 0, up: 0.5, down: 0, none: 0.5 });
});

test('The edge of a band that rows continue is as sharp as the large window, though the fill was made small.', () => {
  const band = (_: number, y: number) => (y < 0.53 ? 0.6 : -0.4);
  const small = { view: painted(SMALL, band), unknown: holeIn(SMALL) };
  const large = { view: painted(LARGE, band), unknown: holeIn(LARGE) };
  const fill = { filled: small.view, weights: only('rows', SMALL) };
  const part = { left: 16, top: 16, width: 32, height: 32 };
  const { data, dims } = sharpened(fill, small, large, part);
  expect(dims).toEqual([1, 3, 32, 32]);
  for (let y = 0; y < 32; y++) {
    for (let x = 0; x < 32; x++) {
      expect(data[y * 32 + x]).toBeCloseTo(large.view.data[(y + 16) * LARGE + x + 16], 5);
    }
  }
});

test('The eraser’s own colours are enlarged, and no colour leaves −1…1.', () => {
  const small = { view: painted(SMALL, () => 0), unknown: holeIn(SMALL) };
  const large = { view: painted(LARGE, () => 0), unknown: holeIn(LARGE) };
  const weights = { data: new Float32Array(7 * SMALL * SMALL), dims: [1, 7, SMALL, SMALL] };
  const part = { left: 24, top: 24, width: 16, height: 16 };
  const whole = (value: number) =>
    sharpened({ filled: painted(SMALL, () => value), weights }, small, large, part).data;
  expect(Math.min(...whole(0.25))).toBeCloseTo(0.25, 5);
  expect(Math.max(...whole(2))).toBe(1);
});

test('Opacity is filled as the colours were; where no known pixel had a share, it is 1.', () => {
  const holed = { view: painted(LARGE, () => 0), unknown: holeIn(LARGE) };
  const part = { left: 16, top: 16, width: 32, height: 32 };
  const clear = new Float32Array(LARGE * LARGE);
  expect(Math.max(...filledLikewise(clear, holed, only('left', SMALL), part).data)).toBe(0);
  expect(Math.min(...filledLikewise(clear, holed, only('membrane', SMALL), part).data)).toBe(1);
});
