import type { Box } from '../image/picture.ts';
import { type Taps, taps } from '../image/resample.ts';
import type { Tensor } from '../tensor.ts';

/** The smallest cut-out's side, as a part of the region's. */
const SMALLEST = 0.6;

/**
 * Squares of a region, chosen by a seeded stream of uniform numbers (after Crowson's CLIP-guided diffusion): the first is
 * the whole region's, the others are smaller, each wholly inside it.
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
  const out = new Float32Array(channels * size * size);
  eachTap(channels, size, tapsOf(box, size), (c, y, x, v, u, weight) => {
    const from = (c * height + box.top + v) * width + box.left + u;
    out[(c * size + y) * size + x] += weight * image.data[from];
  });
  return { data: out, dims: [1, channels, size, size] };
}

/** The adjoint of `cutOut`: adds a cotangent `[1, C, size, size]` to that of the whole image, in place. */
export function addBack(image: Tensor, box: Box, cotangent: Tensor): void {
  const [, channels, height, width] = image.dims;
  const size = cotangent.dims[3];
  eachTap(channels, size, tapsOf(box, size), (c, y, x, v, u, weight) => {
    const to = (c * height + box.top + v) * width + box.left + u;
    image.data[to] += weight * cotangent.data[(c * size + y) * size + x];
  });
}

type Visit = (c: number, y: number, x: number, v: number, u: number, weight: number) => void;

/** Visits every pair of a sample (c, y, x) and a pixel (v, u) that it is made of, with the pixel's weight. */
function eachTap(
  channels: number,
  size: number,
  { first, count, weights, stride }: Taps,
  visit: Visit,
): void {
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < size; y++) {
      for (let x = 0; x < size; x++) {
        for (let j = 0; j < count[y]; j++) {
          const down = weights[y * stride + j];
          for (let i = 0; i < count[x]; i++) {
            visit(c, y, x, first[y] + j, first[x] + i, down * weights[x * stride + i]);
          }
        }
      }
    }
  }
}
