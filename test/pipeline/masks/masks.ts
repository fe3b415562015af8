import type { GreyPicture } from '../../../src/pipeline/image/picture.ts';
import { uniform } from '../../../src/pipeline/math/random.ts';

/** A mask drawn in characters: `#` is set. */
export function drawn(...rows: string[]): GreyPicture {
  const data = Uint8Array.from(rows.join(''), c => (c === '#' ? 255 : 0));
  return { width: rows[0].length, height: rows.length, data };
}

/** The same the other way round. */
export const drawing = ({ width, height, data }: GreyPicture): string[] =>
  Array.from({ length: height }, (_, y) =>
    Array.from(data.subarray(y * width, (y + 1) * width), v => (v > 127 ? '#' : '.')).join(''),
  );

/** Random pixels, `share` of them set. */
export function scattered(width: number, height: number, share: number, seed: number): GreyPicture {
  const next = uniform(seed);
  return {
    width,
    height,
    data: Uint8Array.from({ length: width * height }, () => (next() < share ? 255 : 0)),
  };
}

/** Distance from each pixel to the nearest that is set (or not), by trying all of them. */
export function nearest({ width, data }: GreyPicture, set: boolean): number[] {
  const targets = Array.from(data.keys()).filter(i => data[i] > 127 === set);
  const distance = (a: number, b: number) =>
    Math.hypot((a % width) - (b % width), Math.floor(a / width) - Math.floor(b / width));
  return Array.from(data, (_, i) => targets.reduce((least, j) => Math.min(least, distance(i, j)), Infinity));
}
