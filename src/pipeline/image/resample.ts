import { sizeOf, type Tensor } from '../tensor.ts';

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
  readonly stride: number;
}

/** `to` samples spread over the part `[start, start + length)` of `from` samples. */
export function taps(from: number, { start: origin, length }: Span, to: number, kernel: Kernel): Taps {
  const { reach, weight } = KERNELS[kernel];
  const step = length / to;
  const stretch = Math.max(1, step);
  const stride = Math.ceil(2 * reach * stretch) + 1;
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Float32Array(to * stride);
  for (let i = 0; i < to; i++) {
    const centre = origin + (i + 0.5) * step;
    const start = Math.max(0, Math.floor(centre - reach * stretch + 0.5));
    const end = Math.min(from, Math.ceil(centre + reach * stretch - 0.5));
    first[i] = start;
    count[i] = Math.max(1, end - start);
    const row = weights.subarray(i * stride, i * stride + count[i]);
    for (let k = 0; k < row.length; k++) {
      const distance = Math.abs(start + k + 0.5 - centre) / stretch;
      row[k] = distance < reach ? weight(distance) : 0;
    }
    const sum = row.reduce((a, b) => a + b, 0);
    for (let k = 0; k < row.length; k++) row[k] /= sum;
  }
  return { first, count, weights, stride };
}

/** A stretch of a line in samples, which may begin and end between two of them. */
interface Span {
  readonly start: number;
  readonly length: number;
}

/** Rows to resample: planar, `channels` × `width` each; `across` and `down` say which part of them, by default all. */
export interface RowSource {
  readonly channels: number;
  readonly width: number;
  readonly height: number;
  readonly across?: Span;
  readonly down?: Span;
}

/** Where rows come from: fills `row` (`[channels, width]`, planar) with row `y`. */
export type RowReader = (y: number, row: Float32Array) => void;

/**
 * Separable resampling of rows read one at a time, so that a large picture is never held as floats.
 * Pixel centres lie at half integers, edges are not extended. Returns `[1, channels, outHeight, outWidth]`.
 */
export function resampleRows(
  read: RowReader,
  source: RowSource,
  outWidth: number,
  outHeight: number,
  kernel: Kernel = 'triangle',
): Tensor {
  const { channels, width, height } = source;
  const across = taps(width, source.across ?? { start: 0, length: width }, outWidth, kernel);
  const down = taps(height, source.down ?? { start: 0, length: height }, outHeight, kernel);
  const row = new Float32Array(channels * width);
  const narrow = new Float32Array(channels * outWidth);
  const out = new Float32Array(channels * outHeight * outWidth);
  let firstRow = 0;
  for (let y = 0; y < height; y++) {
    while (firstRow < outHeight && down.first[firstRow] + down.count[firstRow] <= y) firstRow++;
    if (firstRow === outHeight) break;
    if (down.first[firstRow] > y) continue;
    read(y, row);
    narrowRow(row, narrow, channels, width, across);
    for (let o = firstRow; o < outHeight && down.first[o] <= y; o++) {
      const tap = y - down.first[o];
      if (tap < down.count[o]) {
        addRow(out, o, outHeight, narrow, channels, down.weights[o * down.stride + tap]);
      }
    }
  }
  return { data: out, dims: [1, channels, outHeight, outWidth] };
}

/** One row resampled in its own direction. */
function narrowRow(
  row: Float32Array,
  out: Float32Array,
  channels: number,
  width: number,
  { first, count, weights, stride }: Taps,
): void {
  const outWidth = first.length;
  for (let c = 0; c < channels; c++) {
    for (let x = 0; x < outWidth; x++) {
      const from = c * width + first[x];
      const taps = count[x];
      let sum = 0;
      for (let k = 0, w = x * stride; k < taps; k++, w++) sum += weights[w] * row[from + k];
      out[c * outWidth + x] = sum;
    }
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

/** Resizes every plane of `[B, C, H, W]`, or the `part` of it, to `[B, C, outHeight, outWidth]`. */
export function resize(
  x: Tensor,
  outWidth: number,
  outHeight: number,
  kernel: Kernel = 'triangle',
  part: Pick<RowSource, 'across' | 'down'> = {},
): Tensor {
  const [batch, channels, height, width] = x.dims;
  const planes = batch * channels;
  const read: RowReader = (y, row) => {
    for (let p = 0; p < planes; p++) {
      const from = (p * height + y) * width;
      row.set(x.data.subarray(from, from + width), p * width);
    }
  };
  const source = { channels: planes, width, height, ...part };
  const { data } = resampleRows(read, source, outWidth, outHeight, kernel);
  const dims = [batch, channels, outHeight, outWidth];
  if (data.length !== sizeOf(dims))
    throw new Error(`resize made ${data.length} numbers for [${dims.join(', ')}]`);
  return { data, dims };
}
