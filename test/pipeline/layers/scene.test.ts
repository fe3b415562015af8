import { describe, expect, test } from 'vitest';
import type { GreyPicture } from '../../../src/pipeline/image/picture.ts';
import { beyondPicture } from '../../../src/pipeline/image/window.ts';
import { avoidOthers, isSetAt } from '../../../src/pipeline/layers/avoid.ts';
import { guided } from '../../../src/pipeline/layers/guidance.ts';
import { solveMatte } from '../../../src/pipeline/layers/matte.ts';
import { shownFill } from '../../../src/pipeline/layers/shown-fill.ts';
import { surroundingsOf } from '../../../src/pipeline/layers/surroundings.ts';
import { drawing } from '../masks/masks.ts';
import { disc, onBoth } from './sprites.ts';

/** A mask of 100 × 100 with rectangles set: left, top, width, height. */
function rectangles(...boxes: readonly (readonly [number, number, number, number])[]): GreyPicture {
  const data = new Uint8Array(100 * 100);
  for (const [left, top, width, height] of boxes) {
    for (let y = top; y < top + height; y++) data.fill(255, y * 100 + left, y * 100 + left + width);
  }
  return { width: 100, height: 100, data };
}

const asLogits = ({ data }: GreyPicture) => ({
  data: Float32Array.from(data, v => (v > 0 ? 3 : -3)),
  dims: [1, 1, 100, 100],
});

const isSet = ({ data }: GreyPicture, x: number, y: number) => data[y * 100 + x] > 127;

describe('what stands round a hole', () => {
  const object = rectangles([33, 33, 34, 34]);
  const hole = rectangles([30, 30, 40, 40]);
  const sorted = (seen: GreyPicture) => surroundingsOf(asLogits(seen), { object, hole });

  test('A small part that touches it is a leftover; what is large, or apart, is another object.', () => {
    const seen = rectangles([33, 33, 34, 34], [40, 67, 5, 6], [68, 30, 27, 30], [5, 5, 10, 10]);
    const { hole: erased, others } = sorted(seen);
    expect([isSet(erased, 42, 71), isSet(others, 42, 71)]).toEqual([true, false]);
    expect([isSet(erased, 85, 40), isSet(others, 85, 40)]).toEqual([false, true]);
    expect([isSet(erased, 10, 10), isSet(others, 10, 10)]).toEqual([false, true]);
  });

  test('The border of the hole ends at another object, the outline does not.', () => {
    const { hole: erased } = sorted(rectangles([33, 33, 62, 34]));
    expect([isSet(erased, 68, 40), isSet(erased, 68, 31), isSet(erased, 66, 40)]).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('A thin part that reaches far from the hole is no leftover.', () => {
    const { hole: erased, others } = sorted(rectangles([50, 70, 1, 25]));
    expect([isSet(erased, 50, 80), isSet(others, 50, 80)]).toEqual([false, true]);
  });

  test('On open background there is nothing.', () => {
    const { hole: erased, others } = sorted(object);
    expect(erased.data).toEqual(hole.data);
    expect(others.data.every(v => v === 0)).toBe(true);
  });
});

describe('where a new object goes', () => {
  const outline = rectangles([20, 20, 60, 60]);
  const window = { left: 1000, top: 500, width: 200, height: 200 };
  const at = { left: 1060, top: 560, width: 80, height: 80 };

  test('On open background it stays.', () => {
    expect(avoidOthers(at, outline, { mask: rectangles(), window })).toEqual(at);
  });

  test('Off another object at its side it moves away or gets smaller, and covers less.', () => {
    const mask = rectangles([64, 0, 36, 100]);
    const box = avoidOthers(at, outline, { mask, window });
    const covered = ({ left, width }: typeof at) => Math.max(0, left + width - 1128) / width;
    expect(covered(box)).toBeLessThan(covered(at) / 2);
    expect(box.top + box.height).toBe(at.top + at.height);
    expect(box.width).toBeGreaterThanOrEqual(0.7 * at.width);
  });

  test('A point of the picture is looked up in the window, and beyond it nothing is set.', () => {
    const mask = rectangles([0, 0, 50, 100]);
    expect(isSetAt(mask, window, 1010, 600)).toBe(true);
    expect(isSetAt(mask, window, 1150, 600)).toBe(false);
    expect(isSetAt(mask, window, 990, 600)).toBe(false);
  });
});

test('What lies beyond the picture is no background.', () => {
  const cells = beyondPicture({ left: -50, top: 0, width: 200, height: 200 }, { width: 100, height: 150 }, 4);
  expect(Array.from(cells)).toEqual([1, 0, 0, 1, 1, 0, 0, 1, 1, 0, 0, 1, 1, 1, 1, 1]);
});

test('Of a fill, the object is shown, and the border only where it differs, with a pixel round that.', () => {
  const flat = { data: new Float32Array(3 * 49), dims: [1, 3, 7, 7] };
  const changed = flat.data.slice();
  changed[3 * 7 + 5] = 0.5;
  const inside = (from: number, to: number) =>
    Float32Array.from({ length: 49 }, (_, i) => {
      const [x, y] = [i % 7, Math.floor(i / 7)];
      return x >= from && x < to && y >= 2 && y < 5 ? 255 : 0;
    });
  const shown = shownFill(flat, { ...flat, data: changed }, { object: inside(1, 2), hole: inside(0, 7) });
  const picture = { width: 7, height: 7, data: Uint8Array.from(shown.data) };
  expect(drawing(picture)).toEqual([
    '.......',
    '.......',
    '###..#.',
    '###.###',
    '###..#.',
    '.......',
    '.......',
  ]);
});

describe('guidance', () => {
  const sprite = solveMatte(...onBoth(disc(40, 12, [0.5, -0.3, 1]), 40));
  const at = (scale: number, c: number) => guided(sprite, scale).colour.data[c * 1600 + 20 * 40 + 20];

  test('At 1 nothing changes, and coverage never does.', () => {
    expect(guided(sprite, 1)).toEqual(sprite);
    expect(guided(sprite, 8).alpha).toBe(sprite.alpha);
  });

  test('The larger the scale, the farther from grey, and never beyond white and black.', () => {
    const scales = [0, 0.5, 1, 1.5, 2, 3, 5, 8];
    const red = scales.map(scale => at(scale, 0));
    expect(red).toEqual(red.toSorted((a, b) => a - b));
    expect(new Set(red).size).toBe(scales.length);
    expect(Math.max(...red)).toBeLessThanOrEqual(1);
    const green = scales.map(scale => at(scale, 1));
    expect(green).toEqual(green.toSorted((a, b) => b - a));
    expect(at(8, 2)).toBeCloseTo(1, 5);
  });
});
