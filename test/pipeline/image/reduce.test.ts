import { expect, test } from 'vitest';
import { reducedMask, reducedPicture } from '../../../src/pipeline/image/reduce.ts';
import { gradient } from './files.ts';

const picture = gradient(300, 200);
const reduced = (longest: number) => {
  const small = reducedPicture(picture, longest);
  return { picture: small, mask: reducedMask(mask, small) };
};
const box = (x: number, y: number) => x >= 60 && x < 180 && y >= 40 && y < 120;
const mask = {
  width: 300,
  height: 200,
  data: Uint8Array.from({ length: 300 * 200 }, (_, i) => (box(i % 300, Math.floor(i / 300)) ? 255 : 0)),
};

test.each([150, 75, 61])('A picture and its mask in %i pixels show what they showed.', longest => {
  const small = reduced(longest);
  const { width, height, rgb } = small.picture;
  expect([width, height]).toEqual([longest, Math.round((longest * 2) / 3)]);
  expect([small.mask.width, small.mask.height]).toEqual([width, height]);
  const area = small.mask.data.reduce((sum, value) => sum + value / 255, 0) / (width * height);
  expect(area).toBeCloseTo((120 * 80) / (300 * 200), 2);
  const scale = 300 / longest;
  for (const [x, y] of [
    [5, 5],
    [40, 20],
    [width - 3, height - 3],
  ]) {
    const from = (Math.round((y + 0.5) * scale) * 300 + Math.round((x + 0.5) * scale)) * 3;
    for (let c = 0; c < 3; c++) {
      expect(Math.abs(rgb[(y * width + x) * 3 + c] - picture.rgb[from + c])).toBeLessThanOrEqual(3);
    }
  }
});

test('What is no larger stays as it is.', () => {
  const same = reduced(300);
  expect(same.picture.rgb).toBe(picture.rgb);
  expect(same.mask).toEqual(mask);
});
