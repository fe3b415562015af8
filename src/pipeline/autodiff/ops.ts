import { sizeOf } from '../math/tensor.ts';
import type { Attributes } from '../onnx/attributes.ts';
import { DTYPES, type DType } from '../onnx/dtypes.ts';
import type { Value } from './facts.ts';
import type { Tape } from './tape.ts';

type Dims = readonly number[];

/** The shape that two shapes broadcast to (numpy's rule). Throws naming both when they do not. */
function broadcast(a: Dims, b: Dims): number[] {
  const rank = Math.max(a.length, b.length);
  const at = (dims: Dims, i: number) => dims[i - rank + dims.length] ?? 1;
  return Array.from({ length: rank }, (_, i) => {
    const [m, n] = [at(a, i), at(b, i)];
    if (m !== n && m !== 1 && n !== 1) throw new Error(`[${a}] and [${b}] do not broadcast`);
    return m === 1 ? n : m;
  });
}

export const sameDims = (a: Dims, b: Dims): boolean => a.length === b.length && a.every((n, i) => n === b[i]);

export const range = (start: number, end: number): number[] =>
  Array.from({ length: Math.max(0, end - start) }, (_, i) => start + i);

/** The inverse of a permutation. */
export const inverse = (perm: readonly number[]): number[] => perm.map((_, i) => perm.indexOf(i));

/**
 * The operators that derivatives are written in, as functions on values that know their shapes. What changed
 * its form from one operator set to the next (axes as attribute or input) is settled here.
 */
export const opsOn = (tape: Tape) => ({
  opset: tape.opset,
  constant: tape.constant,
  scalar: scalarOn(tape),
  ...elementwise(tape),
  ...reductions(tape),
  ...movement(tape),
  matmul: (a: Value, b: Value): Value => {
    const batch = broadcast(a.dims.slice(0, -2), b.dims.slice(0, -2));
    return tape.emit('MatMul', [a, b], { dims: [...batch, a.dims.at(-2)!, b.dims.at(-1)!] });
  },
  /** Any other operator, with the shape of what it makes. */
  op: (opType: string, inputs: readonly (Value | undefined)[], dims: Dims, attributes: Attributes): Value =>
    tape.emit(opType, inputs, { dims, attributes }),
});

export type Ops = ReturnType<typeof opsOn>;

const scalarOn =
  (tape: Tape) =>
  (value: number, dtype: DType): Value =>
    tape.constant(dtype, [], [value]);

const integersOn =
  (tape: Tape) =>
  (values: Dims): Value =>
    tape.constant('int64', [values.length], values);

function elementwise(tape: Tape) {
  const { emit } = tape;
  const scalar = scalarOn(tape);
  const unary = (op: string) => (x: Value) => emit(op, [x], { dims: x.dims });
  const binary = (op: string, dtype?: DType) => (a: Value, b: Value | number) => {
    const right = typeof b === 'number' ? scalar(b, a.dtype) : b;
    return emit(op, [a, right], { dims: broadcast(a.dims, right.dims), ...(dtype && { dtype }) });
  };
  return {
    add: binary('Add'),
    sub: binary('Sub'),
    mul: binary('Mul'),
    div: binary('Div'),
    pow: binary('Pow'),
    equal: binary('Equal', 'bool'),
    less: binary('Less', 'bool'),
    greater: binary('Greater', 'bool'),
    neg: unary('Neg'),
    exp: unary('Exp'),
    log: unary('Log'),
    sqrt: unary('Sqrt'),
    sin: unary('Sin'),
    cos: unary('Cos'),
    sign: unary('Sign'),
    sigmoid: unary('Sigmoid'),
    erf: unary('Erf'),
    reciprocal: unary('Reciprocal'),
    where: (condition: Value, a: Value, b: Value): Value =>
      emit('Where', [condition, a, b], {
        dims: broadcast(condition.dims, broadcast(a.dims, b.dims)),
        dtype: a.dtype,
      }),
    /** ONNX's Cast takes the code of the type. */
    cast: (x: Value, dtype: DType): Value =>
      x.dtype === dtype ? x : emit('Cast', [x], { dims: x.dims, dtype, attributes: { to: DTYPES[dtype] } }),
  };
}

/**
 * Sums and means that keep the reduced axes as 1. Axes became an input of ReduceSum at 13, of the others at
 * 18.
 */
function reductions(tape: Tape) {
  const integers = integersOn(tape);
  const reduce = (op: string, inputSince: number) => (x: Value, axes: Dims) => {
    if (axes.length === 0) return x;
    const dims = x.dims.map((n, i) => (axes.includes(i) ? 1 : n));
    return tape.opset >= inputSince
      ? tape.emit(op, [x, integers(axes)], { dims, attributes: { keepdims: 1 } })
      : tape.emit(op, [x], { dims, attributes: { axes, keepdims: 1 } });
  };
  const { mul } = elementwise(tape);
  const mean = reduce('ReduceMean', 18);
  const sumSquare = reduce('ReduceSumSquare', 18);
  return {
    sum: reduce('ReduceSum', 13),
    mean,
    /** mean(x²) without a tensor of all squares; of fp16, whose sum would overflow, with one. */
    meanSquare: (x: Value, axes: Dims): Value =>
      x.dtype === 'float16'
        ? mean(mul(x, x), axes)
        : mul(sumSquare(x, axes), 1 / sizeOf(axes.map(axis => x.dims[axis]))),
  };
}

function movement(tape: Tape) {
  const { emit } = tape;
  const integers = integersOn(tape);

  const reshape = (x: Value, dims: Dims): Value => {
    if (sizeOf(dims) !== sizeOf(x.dims)) throw new Error(`[${x.dims}] cannot become [${dims}]`);
    return sameDims(x.dims, dims) ? x : emit('Reshape', [x, integers(dims)], { dims });
  };
  const transpose = (x: Value, perm: Dims): Value => {
    if (perm.every((axis, i) => axis === i)) return x;
    return emit('Transpose', [x], { dims: perm.map(axis => x.dims[axis]), attributes: { perm } });
  };
  const expand = (x: Value, dims: Dims): Value =>
    sameDims(x.dims, dims) ? x : emit('Expand', [x, integers(dims)], { dims });
  const sliced = (x: Value, bounds: readonly Dims[], dims: Dims): Value =>
    emit('Slice', [x, ...bounds.map(integers)], { dims });

  return {
    reshape,
    transpose,
    expand,
    /** The last two axes exchanged. */
    transposed: (x: Value): Value => {
      const rank = x.dims.length;
      return transpose(x, [...range(0, rank - 2), rank - 1, rank - 2]);
    },
    zeros: (dims: Dims, dtype: DType): Value => expand(scalarOn(tape)(0, dtype), dims),
    concat: (parts: readonly Value[], axis: number): Value => {
      if (parts.length === 1) return parts[0];
      const total = parts.reduce((n, part) => n + part.dims[axis], 0);
      return emit('Concat', parts, { dims: parts[0].dims.with(axis, total), attributes: { axis } });
    },
    /** Elements `start` to `end` of one axis. */
    slice: (x: Value, axis: number, start: number, end: number): Value => {
      if (start === 0 && end === x.dims[axis]) return x;
      return sliced(x, [[start], [end], [axis]], x.dims.with(axis, end - start));
    },
    /** Some axes backwards. */
    flip: (x: Value, axes: Dims): Value => {
      const all = (n: number) => axes.map(() => n);
      return sliced(x, [all(-1), all(-(2 ** 31)), axes, all(-1)], x.dims);
    },
    /** Zeros before and after every axis; negative counts crop. */
    pad: (x: Value, before: Dims, after: Dims): Value => {
      const pads = [...before, ...after];
      if (pads.every(n => n === 0)) return x;
      return emit('Pad', [x, integers(pads)], { dims: x.dims.map((n, i) => n + before[i] + after[i]) });
    },
  };
}
