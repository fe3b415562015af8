import { describe, expect, test } from 'vitest';
import { tilesOf } from '../../../src/pipeline/calibrate/tiles.ts';

const pictures = [
  [64, 64],
  [640, 480],
  [200, 64],
  [64, 200],
  [1200, 400],
  [4000, 3000],
  [3001, 17],
] as const;
const fractions = [1, 0.6667, 0.5];

describe.each(pictures)('the tiles of a picture of %i × %i', (width, height) => {
  const tiles = tilesOf(width, height, fractions);
  const sides = [...new Set(tiles.map(tile => tile.width))];

  test('They are squares inside the picture, the first as large as can be.', () => {
    expect(sides[0]).toBe(Math.min(width, height));
    for (const { left, top, width: side, height: tall } of tiles) {
      expect(tall).toBe(side);
      expect([left >= 0, top >= 0, left + side <= width, top + side <= height]).not.toContain(false);
    }
  });

  test('They are 64 at most, unless the largest size alone takes more.', () => {
    const largest = tiles.filter(tile => tile.width === sides[0]).length;
    expect(tiles.length).toBeLessThanOrEqual(Math.max(64, largest));
  });

  test('In each size they cover every pixel, and neighbours overlap by half at least.', () => {
    for (const side of sides) {
      const own = tiles.filter(tile => tile.width === side);
      for (const [axis, length] of [
        ['left', width],
        ['top', height],
      ] as const) {
        const starts = [...new Set(own.map(tile => tile[axis]))].sort((a, b) => a - b);
        expect([starts[0], starts.at(-1)! + side]).toEqual([0, length]);
        const steps = starts.slice(1).map((start, i) => start - starts[i]);
        expect(Math.max(0, ...steps)).toBeLessThanOrEqual(Math.ceil(side / 2) + 1);
      }
      const columns = new Set(own.map(tile => tile.left)).size;
      expect(own).toHaveLength(columns * new Set(own.map(tile => tile.top)).size);
    }
  });
});

test('A square picture gets one tile of its own size, then four and nine smaller ones.', () => {
  const tiles = tilesOf(120, 120, [0.5, 1, 0.6667]);
  const count = (side: number) => tiles.filter(tile => tile.width === side).length;
  expect(tiles[0]).toEqual({ left: 0, top: 0, width: 120, height: 120 });
  expect([count(120), count(80), count(60)]).toEqual([1, 4, 9]);
});

test('Of a long panorama the finest sizes are left out, never the coarsest.', () => {
  const tiles = tilesOf(2000, 100, fractions);
  expect(new Set(tiles.map(tile => tile.width))).toEqual(new Set([100]));
});
