import { expect, test } from 'vitest';
import { renderHeat } from '../../../src/pipeline/image/heat.ts';
import type { GreyPicture } from '../../../src/pipeline/image/picture.ts';
import { contactSheet, flatten, overlay, spotlight } from '../../../src/pipeline/image/render.ts';
import { gradient } from './files.ts';

const picture = gradient(40, 30);
const at = (rgb: Uint8Array, width: number, x: number, y: number) =>
  Array.from(rgb.subarray((y * width + x) * 3, (y * width + x) * 3 + 3));

/** Set inside a box, half set in its last column. */
function boxMask(): GreyPicture {
  const data = new Uint8Array(40 * 30);
  for (let y = 10; y < 20; y++) for (let x = 10; x < 25; x++) data[y * 40 + x] = x === 24 ? 60 : 255;
  return { width: 40, height: 30, data };
}

test('Flattening puts transparent pixels on white and brings 16 bits to 8.', () => {
  const flat = flatten({
    width: 3,
    height: 1,
    rgb: Uint16Array.from([0xffff, 0, 0x8080, 0, 0, 0, 0, 0, 0]),
    alpha: Uint16Array.from([0xffff, 0x8080, 0]),
  });
  expect(Array.from(flat.rgb)).toEqual([255, 0, 128, 127, 127, 127, 255, 255, 255]);
});

test('An overlay leaves what is outside the mask as it is, and tints the inside.', () => {
  const mask = boxMask();
  const { rgb } = overlay(picture, mask);
  for (let i = 0; i < rgb.length; i++) {
    if (mask.data[Math.floor(i / 3)] === 0) expect(rgb[i]).toBe(picture.rgb[i]);
  }
  const plain = at(picture.rgb, 40, 15, 15);
  expect(at(rgb, 40, 15, 15)).toEqual([255, 0, 140].map((c, i) => Math.round(0.45 * plain[i] + 0.55 * c)));
  expect(at(rgb, 40, 10, 15)).toEqual([255, 0, 140]);
});

test('A spotlight shows the mask in white and the rest dark and grey.', () => {
  const { rgb } = spotlight(picture, boxMask());
  expect(at(rgb, 40, 15, 15)).toEqual([255, 255, 255]);
  const [r, g, b] = at(rgb, 40, 35, 25);
  expect([g, b]).toEqual([r, r]);
  expect(r).toBeLessThan(0.31 * 255);
});

test('A contact sheet sets panels in rows on white, in order.', () => {
  const plain = (level: number) => ({ width: 10, height: 6, rgb: new Uint8Array(180).fill(level) });
  const sheet = contactSheet([plain(1), plain(2), plain(3)], 2);
  expect([sheet.width, sheet.height]).toEqual([2 * 10 + 3 * 16, 2 * 6 + 3 * 16]);
  expect(at(sheet.rgb, sheet.width, 16, 16)).toEqual([1, 1, 1]);
  expect(at(sheet.rgb, sheet.width, 16 + 10 + 16, 16)).toEqual([2, 2, 2]);
  expect(at(sheet.rgb, sheet.width, 16, 16 + 6 + 16)).toEqual([3, 3, 3]);
  const paper = sheet.rgb.reduce((count, v) => count + (v === 255 ? 1 : 0), 0);
  expect(paper).toBe((sheet.width * sheet.height - 3 * 60) * 3);
});

test('Large panels of a contact sheet are shrunk to 800 pixels, their colour kept.', () => {
  const wide = { width: 1600, height: 400, rgb: new Uint8Array(1600 * 400 * 3).fill(90) };
  const sheet = contactSheet([wide], 1);
  expect([sheet.width, sheet.height]).toEqual([800 + 32, 200 + 32]);
  expect(at(sheet.rgb, sheet.width, 400, 100)).toEqual([90, 90, 90]);
});

test('A heat map is pale yellow at high confidence and blue at low confidence.', () => {
  const black = { width: 8, height: 4, rgb: new Uint8Array(8 * 4 * 3) };
  const data = Float32Array.from({ length: 32 }, (_, i) => (i % 8 < 4 ? -40 : 40));
  const { rgb } = renderHeat(black, { logits: { data, dims: [1, 1, 4, 8] } });
  expect(at(rgb, 8, 0, 0)).toEqual([12, 10, 60].map(c => Math.round(0.65 * c)));
  expect(at(rgb, 8, 7, 3)).toEqual([255, 240, 170].map(c => Math.round(0.65 * c)));
});
