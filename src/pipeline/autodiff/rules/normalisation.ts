import { sizeOf } from '../../math/tensor.ts';
import { floatOf, intOf } from '../../onnx/attributes.ts';
import type { Value } from '../facts.ts';
import { type Ops, range } from '../ops.ts';
import { unbroadcast } from '../unbroadcast.ts';
import { axisOf, type Rule, type Site } from './types.ts';

/** x̂ = c·s with c = x − μ and s = 1/√(σ² + ε) over some axes. */
interface Normalised {
  readonly centred: Value;
  readonly inverseDeviation: Value;
  readonly axes: readonly number[];
}

function normalise(f: Ops, x: Value, axes: readonly number[], epsilon: number): Normalised {
  const centred = f.sub(x, f.mean(x, axes));
  const variance = f.meanSquare(centred, axes);
  return { centred, inverseDeviation: f.reciprocal(f.sqrt(f.add(variance, epsilon))), axes };
}

const standard = (f: Ops, { centred, inverseDeviation }: Normalised): Value =>
  f.mul(centred, inverseDeviation);

/**
 * dx = s·(ĝ − mean ĝ − x̂·mean(ĝ·x̂)), where ĝ is the cotangent of x̂ (Ba et al. 2016, equation 10 on). x̂ is
 * never written, as x̂·mean(ĝ·x̂) = c·(mean(ĝ·c)·s·s): passing over large tensors, not arithmetic, is what
 * this costs.
 */
function throughNormalised(f: Ops, g: Value, { centred, inverseDeviation: s, axes }: Normalised): Value {
  const along = f.mul(f.mul(f.mean(f.mul(g, centred), axes), s), s);
  return f.mul(f.sub(g, f.add(f.mul(centred, along), f.mean(g, axes))), s);
}

/** A vector over channels, shaped to broadcast over `[N, C, …]`. */
const perChannel = (f: Ops, v: Value, rank: number): Value =>
  f.reshape(v, [1, v.dims[0], ...new Array<number>(rank - 2).fill(1)]);

/** Multiplies, unless by a constant 1: exporters write group normalisation with such scales. */
const scaled = (f: Ops, x: Value, scale: Value, numbers: readonly number[] | undefined): Value =>
  numbers?.every(n => n === 1) ? x : f.mul(x, scale);

/** Cotangents of the scale and the shift, from those of the result: each summed to its own shape. */
const affine = (f: Ops, g: Value, xHat: () => Value, scale: Value, shift: Value | undefined) => [
  () => f.reshape(unbroadcast(f, f.mul(g, xHat()), scale.dims), [sizeOf(scale.dims)]),
  () => f.reshape(unbroadcast(f, g, shift?.dims ?? scale.dims), [sizeOf(scale.dims)]),
];

const epsilonOf = ({ node }: Site): number => floatOf(node, 'epsilon', 1e-5);

/** y = γ·x̂ + β; dx through x̂ with ĝ = g·γ, dγ = Σ g·x̂, dβ = Σg */
export const normalisations = {
  InstanceNormalization: (site, g, f) => {
    const [x, gamma] = site.inputs as [Value, Value];
    const rank = x.dims.length;
    const scale = perChannel(f, gamma, rank);
    const normalised = () => normalise(f, x, range(2, rank), epsilonOf(site));
    return [
      () => throughNormalised(f, scaled(f, g, scale, site.maybeNumbers(1)), normalised()),
      ...affine(f, g, () => standard(f, normalised()), scale, scale),
    ];
  },
  LayerNormalization: (site, g, f) => {
    const [x, gamma, beta] = site.inputs as [Value, Value, Value | undefined];
    const first = axisOf(intOf(site.node, 'axis', -1), x.dims.length);
    const normalised = () => normalise(f, x, range(first, x.dims.length), epsilonOf(site));
    return [
      () => throughNormalised(f, scaled(f, g, gamma, site.maybeNumbers(1)), normalised()),
      () => unbroadcast(f, f.mul(g, standard(f, normalised())), gamma.dims),
      () => unbroadcast(f, g, beta!.dims),
    ];
  },
  /** The scale is one for each group before operator set 21, one for each channel since. */
  GroupNormalization: (site, g, f) => {
    const [x, gamma] = site.inputs as [Value, Value];
    const groups = intOf(site.node, 'num_groups', 1);
    const [batch, channels, ...spatial] = x.dims;
    const split = [batch, groups, channels / groups, ...spatial];
    const perGroup = [1, groups, gamma.dims[0] / groups, ...spatial.map(() => 1)];
    const scale = f.reshape(gamma, perGroup);
    const grouped = f.reshape(g, split);
    const normalised = () => normalise(f, f.reshape(x, split), range(2, split.length), epsilonOf(site));
    return [
      () => f.reshape(throughNormalised(f, f.mul(grouped, scale), normalised()), x.dims),
      ...affine(f, grouped, () => standard(f, normalised()), scale, scale),
    ];
  },
  /** As it is after training, with μ and σ² given: dx = g·γ·s, dμ = −Σ g·γ·s, dσ² = −½·Σ g·γ·(x − μ)·s³ */
  BatchNormalization: (site, g, f) => {
    if (intOf(site.node, 'training_mode', 0) === 1)
      throw new Error('its derivative in training mode is not there');
    const [x, ...vectors] = site.inputs as [Value, Value, Value, Value, Value];
    const [gamma, beta, mean, variance] = vectors.map(v => perChannel(f, v, x.dims.length));
    const s = f.reciprocal(f.sqrt(f.add(variance, epsilonOf(site))));
    const slope = f.mul(gamma, s);
    const centred = () => f.sub(x, mean);
    const flat = (value: Value) => f.reshape(unbroadcast(f, value, gamma.dims), [x.dims[1]]);
    return [
      () => f.mul(g, slope),
      ...affine(f, g, () => f.mul(centred(), s), gamma, beta),
      () => f.neg(flat(f.mul(g, slope))),
      () => f.mul(flat(f.mul(f.mul(g, centred()), f.mul(slope, f.mul(s, s)))), -0.5),
    ];
  },
} satisfies Record<string, Rule>;
