import type { Tensor } from '../tensor.ts';

/** Interpolation kernels: how far they reach in pixels of the coarser grid, and their weight at distance x. */
const KERNELS = {
  /** Bilinear; shrinking, a triangle as wide as the shrink, like PyTorch's `antialias=True`. */
  triangle: { reach: 1, weight: (x: number) => 1 - x },
  /** Catmull–Rom cubic. */
  cubic: {
    reach: 2,
    weight: (x: number) => (x < 1 ? (1.5 * x - 2.5) * x * x + 1 : ((-0.5 * x + 2.5) * x - 4) * x + 2),
  },
  lanczos3: { reach: 3, weight: (x: number) => sinc(x) * sinc(x / 3) },
} as const;

export type Kernel = keyof typeof KERNELS;

const sinc = (x: number) => (x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x));

/** For each output sample, the first input sample it reads, how many, and their weights, which sum to 1. */
export interface Taps {
  readonly first: Int32Array;
  readonly count: Int32Array;
  /** `stride` numbers for each output sample, of which `count` are in use: one flat array is twice as fast to read. */
  readonly weights: Float32Array;
  /** Where the sample of each weight lies: `first` and those after it, or where they are folded to. */
  readonly at: Int32Array;
  readonly stride: number;
}

/** `to` samples spread over the part `[start, start + length)` of `from` samples, each of which lies at `fold(i)`. */
export function taps(
  from: number,
  { start: origin, length }: Span,
  to: number,
  kernel: Kernel,
  fold: (i: number) => number = i => i,
): Taps {
  const { reach, weight } = KERNELS[kernel];
  const step = length / to;
  const stretch = Math.max(1, step);
  const stride = Math.ceil(2 * reach * stretch) + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Float32Array(to * stride);
  const at = new Int32Array(to * stride);
  for (let i = 0; i < to; i++) {
    const centre = origin + (i + 0.5) * step;
    const start = Math.max(0, Math.floor(centre - reach * stretch + 0.5));
    const end = Math.min(from, Math.ceil(centre + reach * stretch - 0.5));
    first[i] = start;
    count[i] = Math.max(1, end - start);
    let sum = 0;
    for (let k = 0, w = i * stride; k < count[i]; k++, w++) {
      const distance = Math.abs(start + k + 0.5 - centre) / stretch;
      weights[w] = distance < reach ? weight(distance) : 0;
      at[w] = fold(start + k);
      sum += weights[w];
    }
    for (let k = 0, w = i * stride; k < count[i]; k++, w++) weights[w] /= sum;
  }
  return { first, count, weights, at, stride };
}

/** A stretch of a line in samples, which may begin and end between two of them. */
export interface Span {
  readonly start: number;
  readonly length: number;
}

/** Numbers of a picture's row, channels interleaved. */
export type Row = Uint8Array | Uint16Array | Float32Array;

/**
 * Separable resampling of rows that are read one at a time, from the top and once each, so that a large picture is never held as
 * floats. Pixel centres lie at half integers. Returns `[channels, height, width]`, planar.
 * @param rowAt row `y` of those that `down` counts
 * @param out zeros, where the result goes
 */
export function resampleRows(
  rowAt: (y: number) => Row,
  channels: 1 | 3,
  { across, down }: { across: Taps; down: Taps },
  out: Float32Array = new Float32Array(channels * down.first.length * across.first.length),
): Float32Array {
  const [width, height] = [across.first.length, down.first.length];
  const narrow = new Float32Array(channels * width);
  const narrowRow = channels === 1 ? narrowGrey : narrowColour;
  const end = down.first[height - 1] + down.count[height - 1];
  for (let y = down.first[0], top = 0; y < end; y++) {
    while (down.first[top] + down.count[top] <= y) top++;
    if (down.first[top] > y) continue;
    narrowRow(rowAt(y), narrow, across);
    for (let o = top; o < height && down.first[o] <= y; o++) {
      const tap = y - down.first[o];
      if (tap < down.count[o]) addRow(out, o, height, narrow, channels, down.weights[o * down.stride + tap]);
    }
  }
  return out;
}

/** One row resampled in its own direction. */
function narrowGrey(row: Row, out: Float32Array, { first, count, weights, at, stride }: Taps): void {
  for (let x = 0; x < first.length; x++) {
    let sum = 0;
    for (let w = x * stride, end = w + count[x]; w < end; w++) sum += weights[w] * row[at[w]];
    out[x] = sum;
  }
}

/** The same for three channels at once, interleaved → planar: weights and places are read once for all. */
function narrowColour(row: Row, out: Float32Array, { first, count, weights, at, stride }: Taps): void {
  const width = first.length;
  for (let x = 0; x < width; x++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    for (let w = x * stride, end = w + count[x]; w < end; w++) {
      const weight = weights[w];
      const i = 3 * at[w];
      red += weight * row[i];
      green += weight * row[i + 1];
      blue += weight * row[i + 2];
    }
    out[x] = red;
    out[width + x] = green;
    out[2 * width + x] = blue;
  }
}

/** Adds a weighted row to row `y` of every plane. */
function addRow(
  out: Float32Array,
  y: number,
  height: number,
  row: Float32Array,
  channels: number,
  weight: number,
): void {
  const width = row.length / channels;
  for (let c = 0; c < channels; c++) {
    const to = (c * height + y) * width;
    const from = c * width;
    for (let x = 0; x < width; x++) out[to + x] += weight * row[from + x];
  }
}

/** Resizes every plane of `[B, C, H, W]`, or the part of it across and down, to `[B, C, outHeight, outWidth]`. */
export function resize(
  x: Tensor,
  outWidth: number,
  outHeight: number,
  kernel: Kernel = 'triangle',
  part: { readonly across?: Span; readonly down?: Span } = {},
): Tensor {
  const [batch, channels, height, width] = x.dims;
  const across = taps(width, part.across ?? { start: 0, length: width }, outWidth, kernel);
  const down = taps(height, part.down ?? { start: 0, length: height }, outHeight, kernel);
  const plane = outWidth * outHeight;
  const data = new Float32Array(batch * channels * plane);
  for (let p = 0; p < batch * channels; p++) {
    const rowAt = (y: number) => x.data.subarray((p * height + y) * width, (p * height + y + 1) * width);
    resampleRows(rowAt, 1, { across, down }, data.subarray(p * plane, (p + 1) * plane));
  }
  return { data, dims: [batch, channels, outHeight, outWidth] };
}
