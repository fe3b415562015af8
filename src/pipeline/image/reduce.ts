import type { GreyPicture, Picture } from './picture.ts';
import { halvedOnce } from './pyramid.ts';
import { flatten, type Rendering, shrinkTo } from './render.ts';
import { resampleRows, rowsIn } from './resample.ts';
import { taps } from './taps.ts';

/**
 * A picture as it is shown, in `longest` pixels at most: what is drawn of it is drawn on this, not on all
 * that a camera has.
 */
export function reducedPicture(picture: Picture, longest: number): Rendering {
  const scale = longest / Math.max(picture.width, picture.height);
  if (scale >= 1) return flatten(picture);
  let last = picture;
  while (Math.max(last.width, last.height) >= 2 * longest && Math.min(last.width, last.height) > 1) {
    last = halvedOnce(last);
  }
  const side = (length: number) => Math.max(1, Math.round(length * scale));
  return shrinkTo(flatten(last), side(picture.width), side(picture.height));
}

/** A mask at the size of the picture that it is shown on. */
export function reducedMask(
  { width, height, data }: GreyPicture,
  to: { width: number; height: number },
): GreyPicture {
  if (width === to.width && height === to.height) return { width, height, data };
  const line = (length: number, count: number) => taps(length, { start: 0, length }, count, 'triangle');
  const values = resampleRows(rowsIn(data, width), 1, {
    across: line(width, to.width),
    down: line(height, to.height),
  });
  const small = new Uint8Array(values.length);
  for (let i = 0; i < small.length; i++) small[i] = values[i] + 0.5;
  return { width: to.width, height: to.height, data: small };
}
