import type { Box } from '../image/picture.ts';
import { resampleRows, rowsIn } from '../image/resample.ts';
import { type Taps, taps } from '../image/taps.ts';
import type { Tensor } from '../math/tensor.ts';

/** The smallest cut-out's side, as a part of the region's. */
const SMALLEST = 0.6;

/**
 * Squares of a region, chosen by a seeded stream of uniform numbers (after Crowson's CLIP-guided diffusion):
 * the first is the whole region's, the others are smaller, each wholly inside it.
 */
export function cutOutBoxes(region: Box, count: number, random: () => number): Box[] {
  const side = Math.min(region.width, region.height);
  return Array.from({ length: count }, (_, i) => {
    const size = i === 0 ? side : Math.max(1, Math.round(side * (SMALLEST + (1 - SMALLEST) * random())));
    const place = (start: number, length: number) => start + Math.round((length - size) * random());
    return {
      left: place(region.left, region.width),
      top: place(region.top, region.height),
      width: size,
      height: size,
    };
  });
}

/** How the samples of a cut-out are made of those of the picture: the same taps across and down. */
const tapsOf = ({ width }: Box, size: number): Taps =>
  taps(width, { start: 0, length: width }, size, 'triangle');

/** One cut-out, resized to `[1, C, size, size]`, of an image `[1, C, H, W]`. */
export function cutOut(image: Tensor, box: Box, size: number): Tensor {
  const [, channels, height, width] = image.dims;
  const plane = size * size;
  const data = new Float32Array(channels * plane);
  const both = tapsOf(box, size);
  for (let c = 0; c < channels; c++) {
    const readRow = rowsIn(image.data, width, (c * height + box.top) * width + box.left);
    const out = data.subarray(c * plane, (c + 1) * plane);
    resampleRows(readRow, 1, { across: both, down: both, out });
  }
  return { data, dims: [1, channels, size, size] };
}

/** The adjoint of `cutOut`: adds a cotangent `[1, C, size, size]` to that of the whole image, in place. */
export function addBack(image: Tensor, box: Box, cotangent: Tensor): void {
  const [, channels, height, width] = image.dims;
  const size = cotangent.dims[3];
  const both = tapsOf(box, size);
  const { first, count, weights, stride } = both;
  for (let c = 0; c < channels; c++) {
    // Rows as tall as the box, and still as narrow as the cut-out.
    const rows = new Float64Array(box.height * size);
    for (let y = 0; y < size; y++) {
      const from = (c * size + y) * size;
      for (let j = 0; j < count[y]; j++) {
        addRow(rows, (first[y] + j) * size, weights[y * stride + j], cotangent.data, from, size);
      }
    }
    for (let v = 0; v < box.height; v++) {
      widenRow(rows, v * size, both, image.data, (c * height + box.top + v) * width + box.left);
    }
  }
}

/** Adds `weight` times the `count` numbers from `from` on to those from `to` on. */
function addRow(
  out: Float64Array,
  to: number,
  weight: number,
  row: Float32Array,
  from: number,
  count: number,
): void {
  for (let x = 0; x < count; x++) out[to + x] += weight * row[from + x];
}

/**
 * Adds each of a row's numbers, which begin at `from`, to the samples that its taps read, counted from `to`
 * on.
 */
function widenRow(
  rows: Float64Array,
  from: number,
  { first, count, weights, stride }: Taps,
  out: Float32Array,
  to: number,
): void {
  for (let x = 0; x < first.length; x++) {
    const value = rows[from + x];
    for (let i = 0, u = to + first[x], w = x * stride; i < count[x]; i++, u++, w++)
      out[u] += weights[w] * value;
  }
}
