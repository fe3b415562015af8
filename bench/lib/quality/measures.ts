import { SET } from '../../../src/pipeline/image/picture.ts';
import type { SceneObject } from '../../../synthetic-scenes/compose.ts';

/** Arithmetic on pictures as RGB bytes and on masks of one byte a pixel, row by row. */

/** A trace of an object is visible where its mask is above this. */
const TRACE = 8;
/** PSNR is capped here: beyond it nobody sees a difference. */
const MOST_DB = 45;

/** PSNR in dB between two pictures over the pixels chosen, at most 45; undefined of no pixels. */
export function psnrOver(a: Uint8Array, b: Uint8Array, isIn: (pixel: number) => boolean): number | undefined {
  let [squares, count] = [0, 0];
  for (let p = 0; p * 3 < a.length; p++) {
    if (!isIn(p)) continue;
    count++;
    for (let i = 3 * p; i < 3 * p + 3; i++) squares += (a[i] - b[i]) ** 2;
  }
  if (count === 0) return undefined;
  return squares === 0 ? MOST_DB : Math.min(MOST_DB, 10 * Math.log10((255 * 255 * 3 * count) / squares));
}

/** The largest difference of the three channels, in levels of 255. */
export const levelsApart = (a: Uint8Array, b: Uint8Array, pixel: number): number =>
  Math.max(
    Math.abs(a[3 * pixel] - b[3 * pixel]),
    Math.abs(a[3 * pixel + 1] - b[3 * pixel + 1]),
    Math.abs(a[3 * pixel + 2] - b[3 * pixel + 2]),
  );

/** What any of several objects shows, as one mask. */
export function unionOf(objects: readonly Pick<SceneObject, 'mask'>[], size: number): Uint8Array {
  const union = new Uint8Array(size);
  for (const { mask } of objects) for (let i = 0; i < size; i++) union[i] = Math.max(union[i], mask[i]);
  return union;
}

export const isShown = (mask: Uint8Array) => (pixel: number) => mask[pixel] >= SET;
export const hasTrace = (mask: Uint8Array) => (pixel: number) => mask[pixel] > TRACE;

/** How many pixels meet a condition. */
export function countPixels(size: number, isIn: (pixel: number) => boolean): number {
  let count = 0;
  for (let p = 0; p < size; p++) if (isIn(p)) count++;
  return count;
}

/** Intersection over union of two masks. */
export function iou(a: Uint8Array, b: Uint8Array): number {
  const [inA, inB] = [isShown(a), isShown(b)];
  const either = countPixels(a.length, p => inA(p) || inB(p));
  return either === 0 ? 0 : countPixels(a.length, p => inA(p) && inB(p)) / either;
}

/** The share of an object's visible part that a mask covers. */
export function shareCovered(object: Uint8Array, mask: Uint8Array): number {
  const [ofObject, ofMask] = [isShown(object), isShown(mask)];
  const whole = countPixels(object.length, ofObject);
  return whole === 0 ? 0 : countPixels(object.length, p => ofObject(p) && ofMask(p)) / whole;
}
