import { describe, expect, test } from 'vitest';
import { tiledGrids, tilesOf } from '../../../src/pipeline/localise/tiles.ts';

const pictures = [
  [64, 64],
  [640, 480],
  [200, 64],
  [64, 200],
  [1200, 400],
  [1280, 800],
  [4000, 3000],
  [3200, 100],
] as const;
const fractions = [1, 0.6667, 0.5];
const size = 48;

describe.each(pictures)('the tiles of a picture of %i × %i', (width, height) => {
  const grids = tiledGrids({ width, height }, fractions, size);

  test('They are squares inside their grid, the first as large as can be.', () => {
    expect(Math.min(grids[0].width, grids[0].height)).toBe(size);
    for (const grid of grids) {
      for (const { left, top } of grid.tiles) {
        expect([left >= 0, top >= 0, left + size <= grid.width, top + size <= grid.height]).not.toContain(
          false,
        );
      }
    }
  });

  test('A cell is as wide as it is high, but for rounding.', () => {
    for (const grid of grids) {
      expect(Math.abs((grid.width / width) * height - grid.height)).toBeLessThan(1 + height / width);
    }
  });

  test('They are 64 at most.', () => {
    const count = grids.reduce((sum, { tiles }) => sum + tiles.length, 0);
    expect(count).toBeLessThanOrEqual(64);
  });

  test('In each size they cover every cell, and neighbours overlap by half at least.', () => {
    for (const { tiles, ...grid } of grids) {
      for (const [axis, length] of [
        ['left', grid.width],
        ['top', grid.height],
      ] as const) {
        const starts = [...new Set(tiles.map(tile => tile[axis]))].sort((a, b) => a - b);
        expect([starts[0], starts.at(-1)! + size]).toEqual([0, length]);
        const steps = starts.slice(1).map((start, i) => start - starts[i]);
        expect(Math.max(0, ...steps)).toBeLessThanOrEqual(size / 2);
      }
      const columns = new Set(tiles.map(tile => tile.left)).size;
      expect(tiles).toHaveLength(columns * new Set(tiles.map(tile => tile.top)).size);
    }
  });

  test('In pixels they reach from edge to edge.', () => {
    const boxes = tilesOf({ width, height }, fractions, size);
    expect(Math.min(...boxes.map(box => box.left))).toBe(0);
    expect(Math.max(...boxes.map(box => box.left + box.width))).toBeCloseTo(width, 6);
    expect(Math.max(...boxes.map(box => box.top + box.height))).toBeCloseTo(height, 6);
  });
});

test('A square picture gets one tile of its own size, then four and nine smaller ones.', () => {
  const grids = tiledGrids({ width: 120, height: 120 }, [0.5, 1, 0.6667], size);
  expect(grids.map(({ width }) => width)).toEqual([48, 72, 96]);
  expect(grids.map(({ tiles }) => tiles.length)).toEqual([1, 4, 9]);
});

test('Of a long panorama the finest sizes are left out, never the coarsest.', () => {
  const grids = tiledGrids({ width: 2000, height: 100 }, fractions, size);
  expect(grids.map(({ height }) => height)).toEqual([size]);
});

test('The coarse pass over the longest picture that is accepted has no more than 64 tiles, however fine the sizes are.', () => {
  const grids = tiledGrids({ width: 3200, height: 100 }, [0.6667, 0.5], size);
  expect(grids).toHaveLength(1);
  expect(grids[0].height).toBe(size);
  expect(grids[0].tiles.length).toBeLessThanOrEqual(64);
});
