import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/pipeline/image/picture.ts';
import { coarseView, coarseViewOf, pyramidOf } from '../../../src/pipeline/image/pyramid.ts';
import { viewOf } from '../../../src/pipeline/image/view.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';

/** Waves of several lengths in every channel, so that a shift or a wrong level shows. */
const waves = (width: number, height: number): Picture => ({
  width,
  height,
  rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const [x, y] = [pixel % width, Math.floor(pixel / width)];
    return 127 + 60 * Math.sin(x / (9 + (i % 3))) + 60 * Math.cos(y / 13 + x / 40);
  }),
});

const noise = (width: number, height: number): Picture => ({
  width,
  height,
  rgb: Uint8Array.from(gaussian(7)(width * height * 3), v => Math.max(0, Math.min(255, 127 + 50 * v))),
});

const largestDifference = (a: Float32Array, b: Float32Array) =>
  a.reduce((most, v, i) => Math.max(most, Math.abs(v - b[i])), 0);

describe('a pyramid', () => {
  test('Halves the picture down to 32 pixels, each level the means of four pixels of the one below.', () => {
    const levels = pyramidOf(waves(260, 131));
    expect(levels.map(({ width, height }) => [width, height])).toEqual([
      [260, 131],
      [130, 66],
      [65, 33],
    ]);
    const [{ rgb }, half] = levels;
    const four = [0, 1, 260, 261].map(pixel => rgb[(2 * 260 * 5 + 2 * 7 + pixel) * 3 + 1]);
    expect(half.rgb[(5 * 130 + 7) * 3 + 1]).toBe(Math.round(four.reduce((a, b) => a + b) / 4 + 0.01));
  });

  test('An odd last row and column count twice.', () => {
    const { width, height, rgb } = pyramidOf({
      width: 65,
      height: 65,
      rgb: new Uint8Array(65 * 65 * 3).fill(90),
    })[1];
    expect([width, height]).toEqual([33, 33]);
    expect(new Set(rgb)).toEqual(new Set([90]));
  });

  test('16-bit pictures keep their 16 bits, and transparent pixels are white in the copies.', () => {
    const rgb = new Uint16Array(64 * 64 * 3).fill(1000);
    expect(pyramidOf({ width: 64, height: 64, rgb })[1].rgb).toEqual(new Uint16Array(32 * 32 * 3).fill(1000));
    const alpha = new Uint16Array(64 * 64);
    expect(pyramidOf({ width: 64, height: 64, rgb, alpha })[1].rgb[0]).toBe(0xffff);
  });
});

describe('a coarse view', () => {
  test.each([
    [12, { left: 0, top: 0, width: 800, height: 800 }],
    [12, { left: 133, top: 57, width: 611, height: 611 }],
    [12, { left: -150, top: 300, width: 701, height: 701 }],
  ])('It is the plain view to %i grey levels, where the picture is smooth: %o.', (levels, box) => {
    const picture = waves(1000, 800);
    const coarse = coarseView(pyramidOf(picture), box, 64, 64);
    const plain = viewOf(picture, box, 64, 64);
    expect(coarse.dims).toEqual(plain.dims);
    expect(largestDifference(coarse.data, plain.data)).toBeLessThan(levels / 127.5);
  });

  test('Of noise it is as smooth as the plain view: nothing aliases.', () => {
    const picture = noise(1024, 1024);
    const box = { left: 3, top: 5, width: 1001, height: 1001 };
    const spread = (data: Float32Array) => Math.sqrt(data.reduce((sum, v) => sum + v * v, 0) / data.length);
    const [coarse, plain] = [coarseView(pyramidOf(picture), box, 64, 64), viewOf(picture, box, 64, 64)];
    expect(spread(coarse.data) / spread(plain.data)).toBeLessThan(1.1);
  });

  test('Of a box hardly larger than itself it is the plain view.', () => {
    const picture = noise(200, 200);
    const box = { left: 11, top: 17, width: 120, height: 120 };
    expect(coarseView(pyramidOf(picture), box, 64, 64).data).toEqual(viewOf(picture, box, 64, 64).data);
  });
});

describe.each([
  ['inside', { left: 40, top: 30, width: 300, height: 300 }],
  ['over the edges', { left: -60, top: 250, width: 320, height: 320 }],
  ['larger than the picture', { left: -100, top: -200, width: 900, height: 900 }],
] as const)('a window that is %s', (_, window) => {
  test.each([
    ['opaque', waves(640, 480)],
    [
      'with alpha',
      { ...waves(640, 480), alpha: Uint8Array.from({ length: 640 * 480 }, (_, i) => 100 + (i % 99)) },
    ],
  ])('Is seen as by the copies of the whole picture: %s.', (_, picture) => {
    const alone = coarseViewOf(picture, window, 64, 64);
    expect(alone.dims).toEqual([1, 3, 64, 64]);
    expect(alone).toEqual(coarseView(pyramidOf(picture), window, 64, 64));
  });
});
