import { describe, expect, test } from 'vitest';
import { close, feather, grow } from '../../../src/pipeline/masks/morphology.ts';
import { drawing, drawn, nearest, scattered } from './masks.ts';

const masks = [
  ['sparse', scattered(23, 17, 0.02, 1)],
  ['half full', scattered(17, 23, 0.5, 2)],
  ['nearly full', scattered(31, 9, 0.97, 3)],
  ['one line', scattered(40, 1, 0.1, 4)],
  ['one column', scattered(1, 40, 0.1, 5)],
  ['empty', scattered(6, 5, 0, 6)],
  ['full', scattered(6, 5, 1, 7)],
] as const;

describe.each(masks)('a mask that is %s', (_, mask) => {
  test.each([0.5, 1, 1.5, 2, 3.7, 12])('Grown by %f, it holds just what lies that near.', radius => {
    const expected = nearest(mask, true).map(d => (d <= radius ? 255 : 0));
    expect(Array.from(grow(mask, radius).data)).toEqual(expected);
  });

  test.each([0.5, 1, 2, 3.7])(
    'Shrunk by %f, it keeps just what lies farther than that from outside.',
    radius => {
      const expected = nearest(mask, false).map(d => (d > radius ? 255 : 0));
      expect(Array.from(grow(mask, -radius).data)).toEqual(expected);
    },
  );

  test.each([1, 2.5, 6])(
    'Feathered by %f, it is whole inside, fades as a smoothstep, and is 0 beyond.',
    width => {
      const { data } = feather(mask, width);
      const distances = nearest(mask, true);
      const expected = distances.map(d => {
        const t = Math.max(0, 1 - d / (width + 1));
        return Math.round(255 * t * t * (3 - 2 * t));
      });
      expect(Array.from(data)).toEqual(expected);
      expect(data.filter((_v, i) => distances[i] >= width + 1).every(v => v === 0)).toBe(true);
      expect(data.filter((_v, i) => mask.data[i] > 0).every(v => v === 255)).toBe(true);
    },
  );

  test('Neither growing nor feathering by 0 changes it.', () => {
    expect(grow(mask, 0).data).toEqual(mask.data);
    expect(feather(mask, 0).data).toEqual(mask.data);
  });
});

test('Growing is round at the corners.', () => {
  const grown = grow(drawn('.......', '.......', '.......', '...#...', '.......', '.......', '.......'), 2.3);
  expect(drawing(grown)).toEqual([
    '.......',
    '..###..',
    '.#####.',
    '.#####.',
    '.#####.',
    '..###..',
    '.......',
  ]);
});

test('Closing bridges a narrow gap and leaves a wide one and the outline alone.', () => {
  const empty = '................';
  const bars = '..##.##....##...';
  const closed = close(drawn(empty, empty, bars, bars, bars, empty, empty), 1);
  expect(drawing(closed).slice(2, 5)).toEqual(['..##.##....##...', '..#####....##...', '..##.##....##...']);
});
