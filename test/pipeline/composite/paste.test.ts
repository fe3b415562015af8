import { expect, test } from 'vitest';
import { canvasOf, type Patch, paste, uniformRows } from '../../../src/pipeline/composite/paste.ts';
import type { Picture } from '../../../src/pipeline/image/picture.ts';

const grey = (width: number, height: number, value = 100): Picture => ({
  width,
  height,
  rgb: new Uint8Array(width * height * 3).fill(value),
});

/** White, shown by so much of 255. */
const white = (window: Patch['window'], opacity: number, more: Partial<Patch> = {}): Patch => ({
  window,
  image: uniformRows(3 * window.width, 1),
  opacity: uniformRows(window.width, opacity),
  ...more,
});

const PIXEL = { left: 0, top: 0, width: 1, height: 1 };

/** The first channel of every pixel, row by row. */
const reds = ({ width, rgb }: Picture): number[][] =>
  Array.from({ length: rgb.length / 3 / width }, (_, y) =>
    Array.from({ length: width }, (_, x) => rgb[3 * (y * width + x)]),
  );

test('The source of a canvas is never written to.', () => {
  const source = grey(2, 2);
  paste(canvasOf(source), white({ left: 0, top: 0, width: 2, height: 2 }, 255));
  expect([...source.rgb]).toEqual(new Array(12).fill(100));
});

test('A patch lies where its window does; what reaches beyond the picture is left out.', () => {
  const canvas = canvasOf(grey(4, 3));
  paste(canvas, white({ left: 2, top: 1, width: 5, height: 5 }, 255));
  paste(canvas, white({ left: -3, top: -3, width: 4, height: 4 }, 255));
  expect(reds(canvas.picture)).toEqual([
    [255, 100, 100, 100],
    [100, 100, 255, 255],
    [100, 100, 255, 255],
  ]);
  expect([...canvas.mask.data]).toEqual([255, 0, 0, 0, 0, 0, 255, 255, 0, 0, 255, 255]);
});

test('Opacity blends, the mask keeps the highest, and what rounds to 0 is not written.', () => {
  const canvas = canvasOf(grey(1, 1));
  paste(canvas, white(PIXEL, 0.4));
  expect([canvas.picture.rgb[0], canvas.mask.data[0]]).toEqual([100, 0]);
  paste(canvas, white(PIXEL, 51));
  // 100 + 155 / 5
  expect([canvas.picture.rgb[0], canvas.mask.data[0]]).toEqual([131, 51]);
  paste(canvas, white(PIXEL, 10));
  expect(canvas.mask.data[0]).toBe(51);
});

test('Only the opacity of an object enters the matte.', () => {
  const canvas = canvasOf(grey(2, 1));
  paste(canvas, white(PIXEL, 255));
  paste(canvas, white({ ...PIXEL, left: 1 }, 255, { object: true }));
  expect([...canvas.matte.data]).toEqual([0, 255]);
});

test('An opaque painting on a transparent pixel brings its own colour and alpha (Porter and Duff’s over).', () => {
  const canvas = canvasOf({ ...grey(1, 1), alpha: Uint8Array.of(0) });
  paste(canvas, white(PIXEL, 128, { alpha: uniformRows(1, 1) }));
  expect([...canvas.picture.rgb]).toEqual([255, 255, 255]);
  expect(canvas.picture.alpha![0]).toBe(128);
});

test('A picture of 16 bits is written in 16 bits.', () => {
  const canvas = canvasOf({ width: 1, height: 1, rgb: new Uint16Array(3).fill(1000) });
  paste(canvas, white(PIXEL, 255));
  expect([...canvas.picture.rgb]).toEqual([65535, 65535, 65535]);
});
