import { sizeOf } from '../../math/tensor.ts';
import { intOf, intsOf } from '../../onnx/attributes.ts';
import type { Value } from '../facts.ts';
import { type Ops, range } from '../ops.ts';
import { axisOf, type Rule, type Site } from './types.ts';

/**
 * The axes that are reduced: an attribute in old operator sets, an input in new ones; all when none are
 * named.
 */
function axesOf({ node, inputs: [x], numbers, inputs }: Site): number[] {
  const rank = x!.dims.length;
  const named = intsOf(node, 'axes') ?? (inputs[1] === undefined ? [] : [...numbers(1)]);
  if (named.length > 0) return named.map(axis => axisOf(axis, rank));
  return intOf(node, 'noop_with_empty_axes', 0) === 1 ? [] : range(0, rank);
}

/** dx from g and y, both with the reduced axes kept as 1, and x. */
type Derivative = (f: Ops, kept: { g: Value; y: Value; x: Value; axes: readonly number[] }) => Value;

const rule =
  (derivative: Derivative): Rule =>
  (site, g, f) => {
    const [x] = site.inputs as [Value];
    const [y] = site.outputs as [Value];
    const axes = axesOf(site);
    const kept = x.dims.map((n, i) => (axes.includes(i) ? 1 : n));
    const spread = () => derivative(f, { g: f.reshape(g, kept), y: f.reshape(y, kept), x, axes });
    return [() => f.expand(spread(), x.dims)];
  };

/**
 * Sends g to the elements that equal the extreme, in equal shares where several do, as PyTorch's amax does.
 */
const extreme = rule((f, { g, y, x, axes }) => {
  const hits = f.cast(f.equal(x, y), g.dtype);
  return f.mul(hits, f.div(g, f.sum(hits, axes)));
});

/** Reductions along axes. */
export const reductions = {
  /** y = Σx; dx = g */
  ReduceSum: rule((_f, { g }) => g),
  /** y = Σx/n; dx = g/n */
  ReduceMean: rule((f, { g, y, x }) => f.mul(g, sizeOf(y.dims) / sizeOf(x.dims))),
  ReduceMax: extreme,
  ReduceMin: extreme,
  /** y = Σ|x|; dx = g·sign x */
  ReduceL1: rule((f, { g, x }) => f.mul(f.sign(x), g)),
  /** y = √Σx²; dx = g·x/y, and 0 where y = 0 */
  ReduceL2: rule((f, { g, y, x }) => {
    const length = f.where(f.equal(y, 0), f.scalar(1, y.dtype), y);
    return f.mul(x, f.div(g, length));
  }),
  /** y = Σx²; dx = 2·g·x */
  ReduceSumSquare: rule((f, { g, x }) => f.mul(x, f.mul(g, 2))),
  /** y = ln Σeˣ; dx = g·e^(x − y) */
  ReduceLogSumExp: rule((f, { g, y, x }) => f.mul(f.exp(f.sub(x, y)), g)),
} satisfies Record<string, Rule>;

/** Axes over which a softmax sums: one since operator set 13, all from `axis` on before. */
function softmaxAxes({ node, inputs: [x], opset }: Site): number[] {
  const rank = x!.dims.length;
  const axis = axisOf(intOf(node, 'axis', opset >= 13 ? -1 : 1), rank);
  return opset >= 13 ? [axis] : range(axis, rank);
}

export const softmaxes = {
  /** y = eˣ/Σeˣ; dx = y·(g − Σ g·y) */
  Softmax: (site, g, f) => [
    () => {
      const [y] = site.outputs as [Value];
      return f.mul(y, f.sub(g, f.sum(f.mul(g, y), softmaxAxes(site))));
    },
  ],
  /** y = x − ln Σeˣ; dx = g − eʸ·Σg */
  LogSoftmax: (site, g, f) => [() => f.sub(g, f.mul(f.exp(site.outputs[0]!), f.sum(g, softmaxAxes(site))))],
} satisfies Record<string, Rule>;
