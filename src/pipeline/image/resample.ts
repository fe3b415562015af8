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

/** For each output sample, the first input sample it reads and its weights, which sum to 1. */
export interface Taps {
  readonly first: Int32Array;
  readonly weights: readonly Float32Array[];
}

/** How a line of `from` samples is resampled to `to`. */
export function taps(from: number, to: number, kernel: Kernel): Taps {
  const { reach, weight } = KERNELS[kernel];
  const step = from / to;
  const stretch = Math.max(1, step);
  const first = new Int32Array(to);
  const weights = Array.from({ length: to }, (_, i) => {
    const centre = (i + 0.5) * step;
    const start = Math.max(0, Math.floor(centre - reach * stretch + 0.5));
    const end = Math.min(from, Math.ceil(centre + reach * stretch - 0.5));
    first[i] = start;
    const row = Float32Array.from({ length: Math.max(1, end - start) }, (_, k) => {
      const distance = Math.abs(start + k + 0.5 - centre) / stretch;
      return distance < reach ? weight(distance) : 0;
    });
    const sum = row.reduce((a, b) => a + b, 0);
    return row.map(w => w / sum);
  });
  return { first, weights };
}

/** Where rows come from: fills `row` (`[channels, width]`, planar) with row `y`. */
export type RowReader = (y: number, row: Float32Array) => void;

/**
 * Separable resampling of rows read one at a time, so that a large picture is never held as floats.
 * Pixel centres lie at half integers, edges are not extended. Returns `[1, channels, outHeight, outWidth]`.
 */
export function resampleRows(
  read: RowReader,
  source: { channels: number; width: number; height: number },
  outWidth: number,
  outHeight: number,
  kernel: Kernel = 'triangle',
): Tensor {
  const { channels, width, height } = source;
  const across = taps(width, outWidth, kernel);
  const down = taps(height, outHeight, kernel);
  const row = new Float32Array(channels * width);
  const narrow = new Float32Array(channels * outWidth);
  const out = new Float32Array(channels * outHeight * outWidth);
  let firstRow = 0;
  for (let y = 0; y < height; y++) {
    while (firstRow < outHeight && down.first[firstRow] + down.weights[firstRow].length <= y) firstRow++;
    if (firstRow === outHeight) break;
    if (down.first[firstRow] > y) continue;
    read(y, row);
    narrowRow(row, narrow, channels, width, across);
    for (let o = firstRow; o < outHeight && down.first[o] <= y; o++) {
      const w = down.weights[o][y - down.first[o]];
      if (w === undefined || w === 0) continue;
      for (let c = 0; c < channels; c++) {
        const to = (c * outHeight + o) * outWidth;
        const from = c * outWidth;
        for (let x = 0; x < outWidth; x++) out[to + x] += w * narrow[from + x];
      }
    }
  }
  return { data: out, dims: [1, channels, outHeight, outWidth] };
}

function narrowRow(
  row: Float32Array,
  out: Float32Array,
  channels: number,
  width: number,
  across: Taps,
): void {
  const outWidth = across.first.length;
  for (let c = 0; c < channels; c++) {
    for (let x = 0; x < outWidth; x++) {
      const weights = across.weights[x];
      const from = c * width + across.first[x];
      let sum = 0;
      for (let k = 0; k < weights.length; k++) sum += weights[k] * row[from + k];
      out[c * outWidth + x] = sum;
    }
  }
}

/** Resizes every plane of `[B, C, H, W]` to `[B, C, outHeight, outWidth]`. */
export function resize(x: Tensor, outWidth: number, outHeight: number, kernel: Kernel = 'triangle'): Tensor {
  const [batch, channels, height, width] = x.dims;
  const planes = batch * channels;
  const read: RowReader = (y, row) => {
    for (let p = 0; p < planes; p++) {
      const from = (p * height + y) * width;
      row.set(x.data.subarray(from, from + width), p * width);
    }
  };
  const { data } = resampleRows(read, { channels: planes, width, height }, outWidth, outHeight, kernel);
  const dims = [batch, channels, outHeight, outWidth];
  if (data.length !== sizeOf(dims))
    throw new Error(`resize made ${data.length} numbers for [${dims.join(', ')}]`);
  return { data, dims };
}
