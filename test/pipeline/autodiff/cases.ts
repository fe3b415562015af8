import { create } from '@bufbuild/protobuf';
import fc from 'fast-check';
import { uniform } from '../../../src/pipeline/math/random.ts';
import { sizeOf, type Tensor } from '../../../src/pipeline/math/tensor.ts';
import { type Attributes, attributesOf } from '../../../src/pipeline/onnx/attributes.ts';
import type { DType } from '../../../src/pipeline/onnx/dtypes.ts';
import { type Model, newModel } from '../../../src/pipeline/onnx/model.ts';
import { NodeProtoSchema } from '../../../src/pipeline/onnx/model_pb.ts';
import { tensorProto, valueInfo } from '../../../src/pipeline/onnx/tensors.ts';

/**
 * What an operator is given: a tensor to differentiate by (`dims` alone), a constant (`values`), or nothing.
 */
interface Operand {
  readonly dims: readonly number[];
  readonly values?: readonly number[];
  readonly dtype?: DType;
  /** Numbers of at least one half only: for logarithms, roots and divisors. */
  readonly positive?: boolean;
}

/** A model of one node with numbers for its inputs. */
export interface Case {
  readonly model: Model;
  readonly inputs: Readonly<Record<string, Tensor>>;
  readonly outputs: readonly string[];
}

interface OneNode {
  readonly op: string;
  readonly operands: readonly (Operand | undefined)[];
  readonly attributes?: Attributes;
  readonly opset?: number;
  readonly outputs?: number;
  readonly seed: number;
}

/** A model of one node. Operands without values become inputs `x0`, `x1`, …; the rest is in the graph. */
export function caseOf({ op, operands, attributes = {}, opset = 17, outputs = 1, seed }: OneNode): Case {
  const names = operands.map((operand, i) => (operand === undefined ? '' : `x${i}`));
  const output = Array.from({ length: outputs }, (_, i) => `y${i}`);
  const entries = operands.flatMap((operand, i) =>
    operand === undefined ? [] : [{ name: names[i], ...operand }],
  );
  const fed = entries.filter(({ values }) => values === undefined);
  const model = newModel(opset, {
    nodes: [
      create(NodeProtoSchema, {
        opType: op,
        name: 'node',
        input: names,
        output,
        attribute: attributesOf(attributes),
      }),
    ],
    initializers: entries.flatMap(({ name, dims, values, dtype = 'int64' }) =>
      values === undefined ? [] : [tensorProto(name, dtype, dims, values)],
    ),
    inputs: fed.map(({ name, dims, dtype = 'float32' }) => valueInfo(name, dtype, dims)),
    outputs: output.map(name => valueInfo(name)),
  });
  const inputs = fed.map(({ name, dims, positive }, i): [string, Tensor] => [
    name,
    { dims, data: spread(sizeOf(dims), seed + i, positive ? 'positive' : 'any') },
  ]);
  return { model, inputs: Object.fromEntries(inputs), outputs: output };
}

/** How far apart numbers are: farther than the steps of the differences, so that no maximum changes hands. */
const SPACING = 0.1;

/**
 * Shuffled numbers of a grid round 0 that leaves 0 and whole numbers out, where functions have their kinks.
 */
function spread(size: number, seed: number, sign: 'any' | 'positive'): Float32Array {
  const random = uniform(seed);
  const grid = Array.from({ length: size }, (_, i) => (i - Math.floor(size / 2) + 0.5) * SPACING);
  for (let i = size - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [grid[i], grid[j]] = [grid[j], grid[i]];
  }
  return Float32Array.from(grid, v => (sign === 'positive' ? Math.abs(v) + 0.5 : v));
}

export const seeds = fc.integer({ min: 0, max: 0xffff });

/** Shapes of some rank whose axes have 1 to `most` elements. */
export const shapes = (minRank: number, maxRank: number, most = 4) =>
  fc.array(fc.integer({ min: 1, max: most }), { minLength: minRank, maxLength: maxRank });

/** A shape and another that broadcasts to it. */
export const broadcasting = fc
  .tuple(shapes(0, 4, 3), fc.nat({ max: 4 }), fc.array(fc.boolean(), { minLength: 4, maxLength: 4 }))
  .map(([dims, dropped, ones]) => ({
    whole: dims,
    part: dims.map((n, i) => (ones[i] ? 1 : n)).slice(Math.min(dropped, dims.length)),
  }));

/** A shape with some of its axes, from either end. */
export const axesOf = (minRank: number, maxRank: number) =>
  shapes(minRank, maxRank).chain(dims =>
    fc.record({
      dims: fc.constant(dims),
      axes: fc
        .subarray(
          dims.map((_, i) => i),
          { minLength: 1 },
        )
        .chain(axes => fc.boolean().map(fromEnd => axes.map(axis => (fromEnd ? axis - dims.length : axis)))),
    }),
  );
