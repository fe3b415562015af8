import { feather } from '../calibrate/distance.ts';
import type { GreyPicture } from '../image/picture.ts';
import { resize } from '../image/resample.ts';
import { sizeOf, type Tensor } from '../tensor.ts';

/** Colours change slowly: they are compared on a grid of this many cells. */
const GRID = 64;
/** How far from the mask its surroundings speak for the colours, as a fraction of the window. */
const SURROUNDINGS = 0.08;

/** Reach of the correction, as a fraction of the grid's side. */
const SIGMA = 1 / 10;
/** Evidence below which a correction fades to nothing, in weighted cells. */
const FAINT = 0.02;

/**
 * The painting with the colours of its background shifted so that they meet the source at the seam; the new thing keeps its
 * own. Done at the pack's resolution: the shift is smooth, and a window of the picture may be many times larger.
 * @param painted `[1, 3, h, w]` in −1…1
 * @param on the window before, of the same shape; where both show background (`seamOf`); where the painting shows background,
 * `[1, 1, h', w']` in 0…1
 */
export function matchColours(
  painted: Tensor,
  on: { source: Tensor; seam: Tensor; background: Tensor },
): Tensor {
  const [, , height, width] = painted.dims;
  const coarse = (x: Tensor) => resize(x, GRID, GRID);
  const shift = resize(colourShift(coarse(on.source), coarse(painted), coarse(on.seam)), width, height).data;
  const background = resize(on.background, width, height).data;
  const data = painted.data.slice();
  for (let i = 0; i < data.length; i++) data[i] += shift[i] * background[i % background.length];
  return { data, dims: painted.dims };
}

/** Where source and painting both show background, in and near the mask: `[1, 1, h, w]` in 0…1. */
export function seamOf(mask: GreyPicture, old: GreyPicture, background: Tensor): Tensor {
  const near = feather(mask, SURROUNDINGS * mask.width).data;
  const data = background.data.slice();
  for (let i = 0; i < data.length; i++) data[i] *= (near[i] * (255 - old.data[i])) / (255 * 255);
  return { data, dims: background.dims };
}

/**
 * The smooth colour shift that makes `painted` meet `source` at a seam: their difference where `seam` says that
 * both show the same background, spread over the grid by normalised convolution (Knutsson and Westin 1993).
 * All are grids over the region window, colours `[1, 3, h, w]` in −1…1, `seam` `[1, 1, h, w]` in 0…1.
 */
function colourShift(source: Tensor, painted: Tensor, seam: Tensor): Tensor {
  const [, channels, height, width] = source.dims;
  const plane = height * width;
  const sigma = SIGMA * width;
  const evidence = blur(seam.data, width, height, sigma);
  const data = new Float32Array(sizeOf(source.dims));
  for (let c = 0; c < channels; c++) {
    const start = c * plane;
    const difference = seam.data.slice();
    for (let i = 0; i < plane; i++) difference[i] *= source.data[start + i] - painted.data[start + i];
    const spread = blur(difference, width, height, sigma);
    for (let i = 0; i < plane; i++) data[start + i] = spread[i] / (evidence[i] + FAINT);
  }
  return { data, dims: source.dims };
}

/** Gaussian blur of one plane; beyond the edges there is nothing. */
function blur(plane: Float32Array, width: number, height: number, sigma: number): Float32Array {
  const reach = Math.ceil(2.5 * sigma);
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  const kernel = weights.map(w => w / sum);
  const across = convolveLines(plane, width, height, 1, width, kernel, reach);
  return convolveLines(across, height, width, width, 1, kernel, reach);
}

function convolveLines(
  plane: Float32Array,
  length: number,
  lines: number,
  stride: number,
  lineStride: number,
  kernel: Float32Array,
  reach: number,
): Float32Array {
  const out = new Float32Array(plane.length);
  for (let line = 0; line < lines; line++) {
    for (let i = 0; i < length; i++) {
      let sum = 0;
      const end = Math.min(length - 1, i + reach);
      for (let j = Math.max(0, i - reach); j <= end; j++) {
        sum += kernel[j - i + reach] * plane[line * lineStride + j * stride];
      }
      out[line * lineStride + i * stride] = sum;
    }
  }
  return out;
}
