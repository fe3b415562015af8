import { describe, expect, test } from 'vitest';
import type { Picture, Samples } from '../../../src/pipeline/image/picture.ts';
import { compareOutside } from '../../../src/pipeline/report/receipt.ts';

const [WIDTH, HEIGHT] = [7, 5];
const SIZE = WIDTH * HEIGHT;

/** A mask over columns 2 and 3 of the rows 1 to 3, and over a pixel in the last corner. */
const covered = (i: number) =>
  i === SIZE - 1 || (i >= WIDTH && i < SIZE - WIDTH && (i % WIDTH === 2 || i % WIDTH === 3));
const mask = {
  width: WIDTH,
  height: HEIGHT,
  data: Uint8Array.from({ length: SIZE }, (_, i) => (covered(i) ? 1 + i : 0)),
};
const INSIDE = 7;

type Kind = typeof Uint8Array | typeof Uint16Array;
function pictureOf(Kind: Kind, alpha?: Samples): Picture {
  const rgb = new Kind(3 * SIZE);
  for (let i = 0; i < rgb.length; i++) rgb[i] = (i * 37) % 251;
  return { width: WIDTH, height: HEIGHT, rgb, ...(alpha === undefined ? {} : { alpha }) };
}

function changed(picture: Picture, at: number, by: number): Picture {
  const rgb = picture.rgb.slice();
  rgb[at] += by;
  return { ...picture, rgb };
}

describe.each([
  ['8 bits', Uint8Array, 255],
  ['16 bits', Uint16Array, 65535],
] as const)('pictures of %s', (_, samples, white) => {
  const source = pictureOf(samples);

  test('A picture is what it was.', () => {
    const same = compareOutside(source, { ...source, rgb: source.rgb.slice() }, mask);
    expect(same).toEqual({
      changedOutside: 0,
      psnrOutside: 100,
      changedInside: INSIDE,
      changedPart: INSIDE / mask.data.length,
    });
  });

  test('A pixel counts where the mask is 0, and nowhere else.', () => {
    for (let pixel = 0; pixel < SIZE; pixel++) {
      const other = changed(source, 3 * pixel + (pixel % 3), 4);
      const { changedOutside, psnrOutside, changedInside } = compareOutside(source, other, mask);
      expect(changedOutside).toBe(covered(pixel) ? 0 : 1);
      expect(changedInside).toBe(INSIDE);
      const psnr = 10 * Math.log10((white * white * 3 * (SIZE - INSIDE)) / 16);
      expect(psnrOutside).toBeCloseTo(covered(pixel) ? 100 : Math.min(100, psnr), 6);
    }
  });
});

test('A pixel whose alpha changed has changed, too.', () => {
  const alpha = new Uint8Array(SIZE).fill(200);
  const source = pictureOf(Uint8Array, alpha);
  for (let pixel = 0; pixel < SIZE; pixel++) {
    const other = { ...source, alpha: alpha.with(pixel, 90) };
    expect(compareOutside(source, other, mask).changedOutside).toBe(covered(pixel) ? 0 : 1);
  }
  expect(compareOutside(source, pictureOf(Uint8Array), mask).changedOutside).toBe(SIZE - INSIDE);
});
