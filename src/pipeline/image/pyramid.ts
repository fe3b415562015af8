import type { Tensor } from '../math/tensor.ts';
import { type Box, type Picture, type Samples, samplesLike } from './picture.ts';
import { isPlain, rowsOf } from './rows.ts';
import { viewOf } from './view.ts';

/**
 * A picture with halved copies of itself, finest first (Williams 1983, "Pyramidal Parametrics"): a small view of a large
 * box reads a copy instead of every pixel. Copies are opaque and in sRGB: what is transparent is
 * white in them.
 */
export type Pyramid = readonly [Picture, ...Picture[]];

/** Halving ends when the shorter side would fall below this. */
const SMALLEST = 32;
/** Halves the picture as often as views can use. A third more memory, one pass over the pixels. */
export function pyramidOf(picture: Picture): Pyramid {
  const levels: [Picture, ...Picture[]] = [picture];
  for (let last = picture; Math.min(last.width, last.height) >= 2 * SMALLEST; ) {
    last = halvedOnce(last);
    levels.push(last);
  }
  return levels;
}

/**
 * As `viewOf`, for boxes much larger than the view, from the coarsest copy that still has a sample for each of the view's
 * own: within a few grey levels of it, at a fraction of the time. What is
 * reflected at the picture's edge may be off by a pixel of the copy.
 */
export function coarseView(pyramid: Pyramid, box: Box, width: number, height: number): Tensor {
  const ratio = Math.min(box.width / width, box.height / height);
  const level = Math.max(0, Math.min(pyramid.length - 1, Math.floor(Math.log2(ratio))));
  const scale = 2 ** -level;
  const scaled = {
    left: box.left * scale,
    top: box.top * scale,
    width: box.width * scale,
    height: box.height * scale,
  };
  return viewOf(pyramid[level], scaled, width, height);
}

/** Copies of a part of a picture are parts of its copies where the part begins and ends on multiples of this. */
const BLOCK = 64;

/** As `coarseView`, of a picture without copies: little more of it is halved than the box shows. */
export function coarseViewOf(picture: Picture, box: Box, width: number, height: number): Tensor {
  const before = (pixel: number) => Math.max(0, BLOCK * Math.floor(pixel / BLOCK));
  const after = (pixel: number) => BLOCK * Math.ceil(pixel / BLOCK);
  const part = {
    left: before(box.left),
    top: before(box.top),
    right: Math.min(picture.width, after(box.left + box.width)),
    bottom: Math.min(picture.height, after(box.top + box.height)),
  };
  const inPart = { ...box, left: box.left - part.left, top: box.top - part.top };
  return coarseView(pyramidOf(cut(picture, part)), inPart, width, height);
}

/** The pixels from `left` and `top` to before `right` and `bottom`. */
function cut(
  { width, rgb, alpha, colour }: Picture,
  { left, top, right, bottom }: { left: number; top: number; right: number; bottom: number },
): Picture {
  const size = { width: right - left, height: bottom - top };
  const cutSamples = (samples: Samples, perPixel: number): Samples => {
    const row = perPixel * size.width;
    const out = samplesLike(samples, row * size.height);
    for (let y = 0; y < size.height; y++) {
      const from = perPixel * ((top + y) * width + left);
      out.set(samples.subarray(from, from + row), y * row);
    }
    return out;
  };
  return {
    ...size,
    rgb: cutSamples(rgb, 3),
    ...(alpha && { alpha: cutSamples(alpha, 1) }),
    ...(colour && { colour }),
  };
}

/** Means of 2 × 2 pixels as they are seen; an odd last row or column counts twice. */
export function halvedOnce(picture: Picture): Picture {
  const { width, height } = picture;
  const half = { width: Math.ceil(width / 2), height: Math.ceil(height / 2) };
  const out = samplesLike(picture.rgb, half.width * half.height * 3);
  const rowsAt = pairsOf(picture);
  for (let y = 0; y < half.height; y++) {
    const { rgb, upper, lower } = rowsAt(2 * y, Math.min(2 * y + 1, height - 1));
    halveRows(rgb, { upper, lower, width }, out, y * half.width * 3);
  }
  return { ...half, rgb: out };
}

/** Two rows as they are seen, and where they begin: in the picture itself where that is what is seen, else in a copy of the two. */
function pairsOf(
  picture: Picture,
): (upper: number, lower: number) => { rgb: Samples; upper: number; lower: number } {
  const row = 3 * picture.width;
  if (isPlain(picture)) {
    return (upper, lower) => ({ rgb: picture.rgb, upper: upper * row, lower: lower * row });
  }
  const read = rowsOf(picture);
  const line = new Float64Array(row);
  const pair = samplesLike(picture.rgb, 2 * row);
  return (upper, lower) => {
    for (const [i, y] of [upper, lower].entries()) {
      read(y, 0, row, line);
      for (let x = 0, to = i * row; x < row; x++, to++) pair[to] = line[x] + 0.5;
    }
    return { rgb: pair, upper: 0, lower: row };
  };
}

/** Two rows of `width` pixels, which begin at `upper` and `lower`, as one half as wide, to `out` from `to` on. */
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
