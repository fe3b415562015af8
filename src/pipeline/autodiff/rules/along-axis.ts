import type { Value } from '../facts.ts';
import { inverse, type Ops, range } from '../ops.ts';

/** A linear map along one axis, `[out, in]`, row-major. */
export interface AxisMap {
  readonly out: number;
  readonly in: number;
  readonly weights: Float32Array;
}

/** Builds a linear map from the inputs that each output reads: `taps(o)` lists `[input, weight]`. */
export function axisMap(
  out: number,
  size: number,
  taps: (o: number) => readonly (readonly [input: number, weight: number])[],
): AxisMap {
  const weights = new Float32Array(out * size);
  for (let o = 0; o < out; o++) {
    for (const [i, weight] of taps(o)) weights[o * size + i] += weight;
  }
  return { out, in: size, weights };
}

/** How often every input is taken in a row, when a map repeats each as often and does nothing else. */
function repeats({ out, in: size, weights }: AxisMap): number | undefined {
  const times = out / size;
  if (!Number.isInteger(times)) return undefined;
  for (let o = 0; o < out; o++) {
    for (let i = 0; i < size; i++) {
      if (weights[o * size + i] !== (Math.floor(o / times) === i ? 1 : 0)) return undefined;
    }
  }
  return times;
}

/** The adjoint of a map along `axis`: Σₒ R[o, i]·g[…, o, …], a product with a constant matrix. */
function adjointAlong(f: Ops, g: Value, axis: number, map: AxisMap): Value {
  const rank = g.dims.length;
  const matrix = f.constant(g.dtype, [map.out, map.in], map.weights);
  if (axis === rank - 1 && rank > 1) return f.matmul(g, matrix);
  const last = [...range(0, rank).filter(i => i !== axis), axis];
  const moved = f.reshape(f.transpose(g, last), [...last.map(i => g.dims[i])]);
  const rows = rank > 1 ? moved : f.reshape(moved, [1, g.dims[0]]);
  const product = f.matmul(rows, matrix);
  return rank > 1 ? f.transpose(product, inverse(last)) : f.reshape(product, [map.in]);
}

/**
 * The adjoint of maps along several axes. Repeating the pixels of a picture, as decoders do, is undone by
 * summing blocks, which average pooling does fastest.
 */
export function adjointOf(f: Ops, g: Value, maps: ReadonlyMap<number, AxisMap>): Value {
  const times = [...maps].map(([axis, map]) => [axis, repeats(map)] as const);
  const blocks = times.flatMap(([axis, n]) => (n === undefined ? [] : [[axis, n] as const]));
  const isPicture = g.dims.length === 4 && blocks.length === maps.size && blocks.every(([axis]) => axis >= 2);
  if (isPicture && blocks.length > 0) {
    const kernel = [2, 3].map(axis => blocks.find(([a]) => a === axis)?.[1] ?? 1);
    const dims = g.dims.map((n, i) => (i < 2 ? n : n / kernel[i - 2]));
    const means = f.op('AveragePool', [g], dims, { kernel_shape: kernel, strides: kernel });
    return f.mul(means, kernel[0] * kernel[1]);
  }
  return [...maps].reduce((rest, [axis, map]) => adjointAlong(f, rest, axis, map), g);
}
