import type { Value } from '../facts.ts';
import type { Ops } from '../ops.ts';
import { unbroadcast } from '../unbroadcast.ts';
import type { Rule, Site } from './types.ts';

/** Sends g to the operands that equal the result, in equal shares where several do, as PyTorch does. */
const selected =
  (): Rule =>
  ({ inputs, outputs: [y] }, g, f) => {
    const hits = inputs.map(x => f.cast(f.equal(x!, y!), g.dtype));
    const share = f.div(
      g,
      hits.reduce((sum, hit) => f.add(sum, hit)),
    );
    return inputs.map((x, i) => () => unbroadcast(f, f.mul(share, hits[i]), x!.dims));
  };

const summed: Rule = ({ inputs }, g, f) => inputs.map(x => () => unbroadcast(f, g, x!.dims));

/** g·p·xᵖ⁻¹, with the powers that are cheap written out. */
function powerOf(f: Ops, g: Value, x: Value, p: Value, known: readonly number[] | undefined): Value {
  const exponent = known?.length === 1 ? known[0] : undefined;
  if (exponent === 2) return f.mul(g, f.mul(x, 2));
  if (exponent === 3) return f.mul(g, f.mul(f.mul(x, x), 3));
  const power = f.cast(p, x.dtype);
  return f.mul(g, f.mul(f.pow(x, f.sub(power, 1)), power));
}

/**
 * y = x·s with s = σ(x), which exporters write as two operators (SiLU; Ramachandran et al. 2017); dx = g·(s +
 * y·(1 − s)), all of it here and none for the sigmoid. The two rules in turn would write half as many of a
 * decoder's largest tensors again.
 */
function swish(
  { inputs, outputs: [y], node, makerOf }: Site,
  g: Value,
  f: Ops,
): ReturnType<Rule> | undefined {
  const gate = [1, 0].find(i => {
    const maker = makerOf(i);
    return maker?.opType === 'Sigmoid' && maker.input[0] === node.input[1 - i];
  });
  if (gate === undefined) return undefined;
  const s = inputs[gate]!;
  const through = () => f.mul(g, f.add(s, f.sub(y!, f.mul(y!, s))));
  return inputs.map((_, i) => (i === gate ? undefined : through));
}

/** Element-wise functions of several tensors, which broadcast. */
export const arithmetic = {
  /** y = a + b; da = g, db = g */
  Add: summed,
  Sum: summed,
  /** y = a − b; da = g, db = −g */
  Sub: ({ inputs: [a, b] }, g, f) => [
    () => unbroadcast(f, g, a!.dims),
    () => f.neg(unbroadcast(f, g, b!.dims)),
  ],
  /** y = a·b; da = g·b, db = g·a */
  Mul: (site, g, f) => {
    const [a, b] = site.inputs;
    return (
      swish(site, g, f) ?? [
        () => unbroadcast(f, f.mul(g, b!), a!.dims),
        () => unbroadcast(f, f.mul(g, a!), b!.dims),
      ]
    );
  },
  /** y = a/b; da = g/b, db = −g·y/b */
  Div: ({ inputs: [a, b], outputs: [y] }, g, f) => [
    () => unbroadcast(f, f.div(g, b!), a!.dims),
    () => f.neg(unbroadcast(f, f.mul(f.div(g, b!), y!), b!.dims)),
  ],
  /** y = xᵖ; dx = g·p·xᵖ⁻¹, dp = g·y·ln x, and 0 where x = 0 */
  Pow: ({ inputs: [x, p], outputs: [y], maybeNumbers }: Site, g: Value, f: Ops) => [
    () => unbroadcast(f, powerOf(f, g, x!, p!, maybeNumbers(1)), x!.dims),
    () => {
      const one = f.scalar(1, x!.dtype);
      const base = f.where(f.equal(x!, 0), one, x!);
      return unbroadcast(f, f.cast(f.mul(f.mul(g, y!), f.log(base)), p!.dtype), p!.dims);
    },
  ],
  Min: selected(),
  Max: selected(),
  /** y = min(max(x, low), high); dx = g where y = x */
  Clip: ({ inputs: [x], outputs: [y] }, g, f) => [() => f.where(f.equal(x!, y!), g, f.scalar(0, g.dtype))],
  /** y = a where c, else b; da = g where c, db = g elsewhere */
  Where: ({ inputs: [c, a, b] }, g, f) => {
    const zero = f.scalar(0, g.dtype);
    return [
      undefined,
      () => unbroadcast(f, f.where(c!, g, zero), a!.dims),
      () => unbroadcast(f, f.where(c!, zero, g), b!.dims),
    ];
  },
} satisfies Record<string, Rule>;
