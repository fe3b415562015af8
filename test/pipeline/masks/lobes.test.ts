import { describe, expect, test } from 'vitest';
import type { GreyPicture } from '../../../src/pipeline/image/picture.ts';
import { lobesOf } from '../../../src/pipeline/masks/lobes.ts';

const SIDE = 128;

/** A mask of discs and of a bar of some height between x 30 and 98. */
function maskOf(discs: readonly (readonly [number, number, number])[], bar = 0): GreyPicture {
  const data = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const inDisc = discs.some(([cx, cy, r]) => (x - cx) ** 2 + (y - cy) ** 2 <= r * r);
      if (inDisc || (Math.abs(y - 64) < bar / 2 && x > 30 && x < 98)) data[y * SIDE + x] = 255;
    }
  }
  return { width: SIDE, height: SIDE, data };
}

const count = ({ data }: GreyPicture) => data.filter(value => value > 0).length;

describe('the lobes of an outline', () => {
  test('are what a narrow neck joins, each with its half of the neck, and nothing is lost.', () => {
    const mask = maskOf(
      [
        [32, 64, 22],
        [96, 64, 18],
      ],
      4,
    );
    const lobes = lobesOf(mask);
    expect(lobes).toHaveLength(2);
    expect(lobes.reduce((sum, lobe) => sum + count(lobe), 0)).toBe(count(mask));
    const at = (lobe: GreyPicture, x: number) => lobe.data[64 * SIDE + x] > 0;
    expect(lobes.map(lobe => [at(lobe, 20), at(lobe, 110)])).toEqual([
      [true, false],
      [false, true],
    ]);
  });

  test('Parts that do not touch are lobes at once.', () => {
    expect(
      lobesOf(
        maskOf([
          [30, 40, 20],
          [96, 90, 20],
        ]),
      ),
    ).toHaveLength(2);
  });

  test('A limb is no lobe: the outline stays in one.', () => {
    const mask = maskOf(
      [
        [40, 64, 34],
        [102, 64, 7],
      ],
      6,
    );
    expect(lobesOf(mask)).toEqual([mask]);
  });

  test('Nor does a round object fall apart.', () => {
    const mask = maskOf([[64, 64, 40]]);
    expect(lobesOf(mask)).toEqual([mask]);
  });
});
