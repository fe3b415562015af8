import { sizeOf } from '../../math/tensor.ts';
import { floatOf, intOf } from '../../onnx/attributes.ts';
import type { Value } from '../facts.ts';
import { type Ops, sameDims } from '../ops.ts';
import { unbroadcast } from '../unbroadcast.ts';
import type { Rule } from './types.ts';

/** Vectors take part in a matrix product as a row on the left, as a column on the right. */
function asMatrices(f: Ops, a: Value, b: Value, g: Value): [a: Value, b: Value, g: Value] {
  const left = a.dims.length === 1 ? f.reshape(a, [1, ...a.dims]) : a;
  const right = b.dims.length === 1 ? f.reshape(b, [...b.dims, 1]) : b;
  const batch = g.dims.slice(0, g.dims.length - (a.dims.length > 1 ? 1 : 0) - (b.dims.length > 1 ? 1 : 0));
  return [left, right, f.reshape(g, [...batch, left.dims.at(-2)!, right.dims.at(-1)!])];
}

/** aᵀ·g, summed over the batch of `a` in the product itself where `b` has none. */
function rightFactor(f: Ops, a: Value, b: Value, g: Value): Value {
  if (b.dims.length > 2 || !sameDims(a.dims.slice(0, -1), g.dims.slice(0, -1))) {
    return f.matmul(f.transposed(a), g);
  }
  const rows = (x: Value) => f.reshape(x, [sizeOf(x.dims) / x.dims.at(-1)!, x.dims.at(-1)!]);
  return f.matmul(f.transposed(rows(a)), rows(g));
}

/** Matrix products. */
export const linear = {
  /** y = a·b; da = g·bᵀ, db = aᵀ·g */
  MatMul: ({ inputs }, g, f) => {
    const [a, b] = inputs as [Value, Value];
    const [left, right, product] = asMatrices(f, a, b, g);
    return [
      () => f.reshape(unbroadcast(f, f.matmul(product, f.transposed(right)), left.dims), a.dims),
      () => f.reshape(unbroadcast(f, rightFactor(f, left, right, product), right.dims), b.dims),
    ];
  },
  /** y = α·a′·b′ + β·c, where ′ transposes or not; da′ = α·g·b′ᵀ, db′ = α·a′ᵀ·g, dc = β·g */
  Gemm: ({ node, inputs }, g, f) => {
    const [a, b, c] = inputs as [Value, Value, Value];
    const transA = intOf(node, 'transA', 0);
    const transB = intOf(node, 'transB', 0);
    const alpha = { float: floatOf(node, 'alpha', 1) };
    const beta = floatOf(node, 'beta', 1);
    const product = (left: Value, transLeft: number, right: Value, transRight: number, { dims }: Value) =>
      f.op('Gemm', [left, right], dims, { alpha, transA: transLeft, transB: transRight });
    return [
      () => (transA ? product(b, transB, g, 1, a) : product(g, 0, b, 1 - transB, a)),
      () => (transB ? product(g, 1, a, transA, b) : product(a, 1 - transA, g, 0, b)),
      () => {
        const sum = unbroadcast(f, g, c.dims);
        return beta === 1 ? sum : f.mul(sum, beta);
      },
    ];
  },
} satisfies Record<string, Rule>;
