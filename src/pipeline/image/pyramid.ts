import type { Tensor } from '../math/tensor.ts';
import { type Box, type Picture, type Samples, samplesLike, whiteOf } from './picture.ts';
import { viewOf } from './view.ts';

/**
 * A picture with halved copies of itself, finest first (Williams 1983, "Pyramidal Parametrics"): a small view
 * of a large box reads a copy instead of every pixel. Copies are in the picture's own numbers, and opaque:
 * what is transparent is white in them.
 */
export type Pyramid = readonly [Picture, ...Picture[]];

/** Halving ends when the shorter side would fall below this. */
const SMALLEST = 32;

/** Halves the picture as often as views can use. A third more memory, one pass over the pixels. */
export const pyramidOf = (picture: Picture): Pyramid => [picture, ...copiesOf(picture, wholeOf(picture))];

/** At most so many halved copies of a part of a picture, finest first. */
function copiesOf(picture: Picture, part: Box, most = Number.POSITIVE_INFINITY): Picture[] {
  const copies: Picture[] = [];
  for (let [last, of] = [picture, part]; copies.length < most; of = wholeOf(last)) {
    if (Math.min(of.width, of.height) < 2 * SMALLEST) break;
    last = halved(last, of);
    copies.push(last);
  }
  return copies;
}

const wholeOf = ({ width, height }: Picture): Box => ({ left: 0, top: 0, width, height });

/**
 * As `viewOf`, for boxes much larger than the view, from the coarsest copy that still has a sample for each
 * of the view's own: within a few grey levels of it, at a fraction of the time. What is reflected at the
 * picture's edge may be off by a pixel of the copy.
 */
export function coarseView(pyramid: Pyramid, box: Box, width: number, height: number): Tensor {
  const level = Math.min(pyramid.length - 1, levelFor(box, width, height));
  return viewOf(pyramid[level], scaled(box, 2 ** -level), width, height);
}

/** How often a picture may be halved before a box of it has fewer samples than its view. */
const levelFor = (box: Box, width: number, height: number): number =>
  Math.max(0, Math.floor(Math.log2(Math.min(box.width / width, box.height / height))));

const scaled = ({ left, top, width, height }: Box, scale: number): Box => ({
  left: left * scale,
  top: top * scale,
  width: width * scale,
  height: height * scale,
});

/**
 * Copies of a part of a picture are parts of its copies where the part begins and ends on multiples of this.
 */
const BLOCK = 64;

/** As `coarseView`, of a picture without copies: little more of it is halved than the box shows. */
export const coarseViewOf = (picture: Picture, box: Box, width: number, height: number): Tensor =>
  coarseViewsOf(picture, box)(width, height);

/**
 * The same for several views of one box, the largest first: what was halved for one is halved further for the
 * next.
 */
export function coarseViewsOf(picture: Picture, box: Box): (width: number, height: number) => Tensor {
  const before = (pixel: number) => Math.max(0, BLOCK * Math.floor(pixel / BLOCK));
  const after = (pixel: number) => BLOCK * Math.ceil(pixel / BLOCK);
  const [left, top] = [before(box.left), before(box.top)];
  const right = Math.min(picture.width, after(box.left + box.width));
  const bottom = Math.min(picture.height, after(box.top + box.height));
  let [last, part, level] = [picture, { left, top, width: right - left, height: bottom - top }, 0];
  return (width, height) => {
    const more = copiesOf(last, part, levelFor(box, width, height) - level);
    if (more.length > 0) [last, part, level] = [more.at(-1)!, wholeOf(more.at(-1)!), level + more.length];
    if (level === 0) return viewOf(picture, box, width, height);
    const inPart = { ...box, left: box.left - left, top: box.top - top };
    return viewOf(last, scaled(inPart, 2 ** -level), width, height);
  };
}

/** Means of 2 × 2 pixels, opaque on white; an odd last row or column counts twice. */
export const halvedOnce = (picture: Picture): Picture => halved(picture, wholeOf(picture));

/** A part of a picture in half its size. */
function halved(picture: Picture, { left, top, width, height }: Box): Picture {
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const out = samplesLike(picture.rgb, half.width * half.height * 3);
  const rowsAt = pairsOf(picture, left, width);
  for (let y = 0; y < half.height; y++) {
    const { rgb, upper, lower } = rowsAt(top + 2 * y, top + Math.min(2 * y + 1, height - 1));
    halveRows(rgb, { upper, lower, width }, out, y * half.width * 3);
  }
  return { ...half, rgb: out, ...(picture.colour && { colour: picture.colour }) };
}

/**
 * `width` pixels from `left` on of two rows, opaque, and where they begin: in the picture itself where it is,
 * else in a copy of the two.
 */
function pairsOf(
  picture: Picture,
  left: number,
  width: number,
): (upper: number, lower: number) => { rgb: Samples; upper: number; lower: number } {
  const { rgb, alpha } = picture;
  const pixelOf = (y: number) => y * picture.width + left;
  if (alpha === undefined) {
    return (upper, lower) => ({ rgb, upper: 3 * pixelOf(upper), lower: 3 * pixelOf(lower) });
  }
  const row = 3 * width;
  const pair = samplesLike(rgb, 2 * row);
  return (upper, lower) => {
    onWhite(rgb, alpha, { from: pixelOf(upper), count: width }, pair, 0);
    onWhite(rgb, alpha, { from: pixelOf(lower), count: width }, pair, row);
    return { rgb: pair, upper: 0, lower: row };
  };
}

/** `count` pixels from one on as they are on white, to `out` from `to` on. */
function onWhite(
  rgb: Samples,
  alpha: Samples,
  { from, count }: { from: number; count: number },
  out: Samples,
  to: number,
): void {
  const white = whiteOf(rgb);
  for (let pixel = from, i = 3 * from, o = to; pixel < from + count; pixel++, i += 3, o += 3) {
    const opacity = alpha[pixel] / white;
    const rest = (1 - opacity) * white + 0.5;
    out[o] = opacity * rgb[i] + rest;
    out[o + 1] = opacity * rgb[i + 1] + rest;
    out[o + 2] = opacity * rgb[i + 2] + rest;
  }
}

/**
 * Two rows of `width` pixels, which begin at `upper` and `lower`, as one half as wide, to `out` from `to` on.
 */
function halveRows(
  rgb: Samples,
  { upper, lower, width }: { upper: number; lower: number; width: number },
  out: Samples,
  to: number,
): void {
  const whole = 3 * (width - (width % 2));
  let o = to;
  for (let x = 0; x < whole; x += 6) {
    const a = upper + x;
    const b = lower + x;
    out[o++] = (rgb[a] + rgb[a + 3] + rgb[b] + rgb[b + 3] + 2) >> 2;
    out[o++] = (rgb[a + 1] + rgb[a + 4] + rgb[b + 1] + rgb[b + 4] + 2) >> 2;
    out[o++] = (rgb[a + 2] + rgb[a + 5] + rgb[b + 2] + rgb[b + 5] + 2) >> 2;
  }
  for (let x = whole; x < 3 * width; x++) out[o++] = (rgb[upper + x] + rgb[lower + x] + 1) >> 1;
}
