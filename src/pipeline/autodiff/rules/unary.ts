import { floatOf, stringOf } from '../../onnx/attributes.ts';
import type { NodeProto } from '../../onnx/model_pb.ts';
import type { Value } from '../facts.ts';
import type { Ops } from '../ops.ts';
import type { Rule } from './types.ts';

/** dx from g, x and y = f(x). */
type Derivative = (f: Ops, g: Value, x: Value, y: Value, node: NodeProto) => Value;

const rule =
  (derivative: Derivative): Rule =>
  ({ node, inputs: [x], outputs: [y] }, g, f) => [() => derivative(f, g, x!, y!, node)];

/** g where a condition holds, 0 elsewhere. */
const gate = (f: Ops, condition: Value, g: Value): Value => f.where(condition, g, f.scalar(0, g.dtype));

/** Element-wise functions of one tensor. */
export const unary = {
  Identity: rule((_f, g) => g),
  Dropout: rule((_f, g) => g),
  /** y = −x; dx = −g */
  Neg: rule((f, g) => f.neg(g)),
  /** y = |x|; dx = g·sign x */
  Abs: rule((f, g, x) => f.mul(g, f.sign(x))),
  /** y = 1/x; dx = −g·y² */
  Reciprocal: rule((f, g, _x, y) => f.neg(f.mul(g, f.mul(y, y)))),
  /** y = √x; dx = g/(2y) */
  Sqrt: rule((f, g, _x, y) => f.div(f.mul(g, 0.5), y)),
  /** y = eˣ; dx = g·y */
  Exp: rule((f, g, _x, y) => f.mul(g, y)),
  /** y = ln x; dx = g/x */
  Log: rule((f, g, x) => f.div(g, x)),
  /** y = erf x; dx = g·2/√π·e^(−x²) */
  Erf: rule((f, g, x) => f.mul(g, f.mul(f.exp(f.neg(f.mul(x, x))), 2 / Math.sqrt(Math.PI)))),
  /** y = sin x; dx = g·cos x */
  Sin: rule((f, g, x) => f.mul(g, f.cos(x))),
  /** y = cos x; dx = −g·sin x */
  Cos: rule((f, g, x) => f.neg(f.mul(g, f.sin(x)))),
  /** y = tanh x; dx = g·(1 − y²) = g − g·y·y */
  Tanh: rule((f, g, _x, y) => f.sub(g, f.mul(f.mul(g, y), y))),
  /** y = σ(x); dx = g·y·(1 − y) = h − h·y with h = g·y */
  Sigmoid: rule((f, g, _x, y) => {
    const h = f.mul(g, y);
    return f.sub(h, f.mul(h, y));
  }),
  /** y = ln(1 + eˣ); dx = g·σ(x) */
  Softplus: rule((f, g, x) => f.mul(g, f.sigmoid(x))),
  /** y = max(x, 0); dx = g where y > 0 */
  Relu: rule((f, g, _x, y) => gate(f, f.greater(y, 0), g)),
  /** y = x, or α·x where x < 0; dx = g, or α·g */
  LeakyRelu: rule((f, g, x, _y, node) => f.where(f.less(x, 0), f.mul(g, floatOf(node, 'alpha', 0.01)), g)),
  /** y = x, or α·(eˣ − 1) where x < 0; dx = g, or g·(y + α) */
  Elu: rule((f, g, x, y, node) => f.where(f.less(x, 0), f.mul(g, f.add(y, floatOf(node, 'alpha', 1))), g)),
  /** y = clip(α·x + β, 0, 1); dx = α·g where 0 < y < 1 */
  HardSigmoid: rule((f, g, _x, y, node) => {
    const slope = f.mul(g, floatOf(node, 'alpha', 0.2));
    return gate(f, f.greater(y, 0), gate(f, f.less(y, 1), slope));
  }),
  /** y = x·clip(x/6 + ½, 0, 1); dx = g·(x/3 + ½) between −3 and 3, 0 below, g above */
  HardSwish: rule((f, g, x) => {
    const between = f.mul(g, f.add(f.mul(x, 1 / 3), 0.5));
    return gate(f, f.greater(x, -3), f.where(f.less(x, 3), between, g));
  }),
  /** y = x·Φ(x), or its approximation by tanh; see `gelu` */
  Gelu: rule((f, g, x, _y, node) => f.mul(g, GELU[stringOf(node, 'approximate', 'none') as 'none'](f, x))),
  /** y = x as another type; dx = g as x's own */
  Cast: rule((f, g, x) => f.cast(g, x.dtype)),
} satisfies Record<string, Rule>;

/** d/dx of GELU (Hendrycks and Gimpel 2016), exact and by tanh. */
const GELU = {
  /** Φ(x) + x·φ(x), with Φ(x) = (1 + erf(x/√2))/2 and φ the normal density. */
  none: (f: Ops, x: Value): Value => {
    const cumulative = f.mul(f.add(f.erf(f.mul(x, Math.SQRT1_2)), 1), 0.5);
    const density = f.mul(f.exp(f.mul(f.mul(x, x), -0.5)), 1 / Math.sqrt(2 * Math.PI));
    return f.add(cumulative, f.mul(x, density));
  },
  /** With 2·σ(2u) = 1 + tanh u and u = √(2/π)·(x + 0.044715·x³): s + x·s·(1 − s)·2u′, where s = σ(2u). */
  tanh: (f: Ops, x: Value): Value => {
    const c = 2 * Math.sqrt(2 / Math.PI);
    const square = f.mul(x, x);
    const s = f.sigmoid(f.mul(x, f.add(f.mul(square, 0.044715 * c), c)));
    const slope = f.add(f.mul(square, 3 * 0.044715 * c), c);
    return f.add(s, f.mul(f.mul(x, slope), f.sub(s, f.mul(s, s))));
  },
};
