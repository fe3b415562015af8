import { sizeOf, type Tensor } from '../tensor.ts';

/** Reach of the correction, as a fraction of the grid's side. */
const SIGMA = 1 / 10;
/** Evidence below which a correction fades to nothing, in weighted cells. */
const FAINT = 0.02;

/**
 * The smooth colour shift that makes `painted` meet `source` at a seam: their difference where `seam` says that
 * both show the same background, spread over the grid by normalised convolution (Knutsson and Westin 1993).
 * All are grids over the region window, colours `[1, 3, h, w]` in −1…1, `seam` `[1, 1, h, w]` in 0…1.
 */
export function colourShift(source: Tensor, painted: Tensor, seam: Tensor): Tensor {
  const [, channels, height, width] = source.dims;
  const plane = height * width;
  const sigma = SIGMA * width;
  const evidence = blur(seam.data, width, height, sigma);
  const data = new Float32Array(sizeOf(source.dims));
  for (let c = 0; c < channels; c++) {
    const start = c * plane;
    const difference = seam.data.map((w, i) => w * (source.data[start + i] - painted.data[start + i]));
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
