/**
 * Interpolation kernels: how far they reach in pixels of the coarser grid, and their weight at distance x.
 */
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
  /** `stride` numbers for each output sample, in whole fours: those of its `count` samples, then zeros. */
  readonly weights: Float64Array;
  readonly stride: number;
}

/** Weights are read four at a time, which is twice as fast as one by one. */
const inFours = (n: number): number => 4 * Math.ceil(n / 4);

/** `to` samples spread over the part `[start, start + length)` of `from` samples. */
export function taps(from: number, { start: origin, length }: Span, to: number, kernel: Kernel): Taps {
  const { reach, weight } = KERNELS[kernel];
  const step = length / to;
  const stretch = Math.max(1, step);
  const stride = inFours(2 * reach * stretch + 1);
  const first = new Int32Array(to);
  const count = new Int32Array(to);
  const weights = new Float64Array(to * stride);
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
      sum += weights[w];
    }
    for (let k = 0, w = i * stride; k < count[i]; k++, w++) weights[w] /= sum;
  }
  return { first, count, weights, stride };
}

/** A stretch of a line in samples, which may begin and end between two of them. */
export interface Span {
  readonly start: number;
  readonly length: number;
}
