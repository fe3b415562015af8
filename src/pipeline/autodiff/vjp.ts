import { clone, create } from '@bufbuild/protobuf';
import { type Model, opsetOf, withGraph } from '../onnx/model.ts';
import { type NodeProto, NodeProtoSchema } from '../onnx/model_pb.ts';
import { prune } from '../onnx/prune.ts';
import { valueInfo } from '../onnx/tensors.ts';
import { activeValues } from './activity.ts';
import { type Facts, factsOf, type Value } from './facts.ts';
import { fixShapes, type Shapes } from './fix-shapes.ts';
import { type Ops, opsOn } from './ops.ts';
import { sweepBack } from './sweep.ts';
import { makeTape } from './tape.ts';

export interface VjpOptions {
  /** Inputs whose cotangents are wanted. */
  readonly wrt: readonly string[];
  /** Outputs whose cotangents will be given. */
  readonly of: readonly string[];
  /** Shapes of inputs that the model leaves open. */
  readonly shapes?: Shapes;
}

/** The name of the cotangent of an input or output. */
export const cotangentName = (name: string): string => `cotangent_${name}`;

/** The oldest operator set that results can be written in. */
const OLDEST_OPSET = 11;

/**
 * Reverse-mode differentiation of a graph: a model whose inputs are the original ones and a cotangent for
 * each of `of`, and whose outputs are those of `of` and the cotangent of each of `wrt`, that is, gᵀ·∂of/∂wrt
 * (Griewank and Walther 2008, chapter 3). It is a plain ONNX model of the same operator set and runs wherever
 * the original does; what neither output depends on is not in it.
 *
 * Throws where a shape stays open, and where an operator on the way has no rule, naming operator, node and
 * operator set.
 * @example const gradient = await vjp(readModel(bytes), { wrt: ['pixel_values'], of: ['image_embeds'] });
 */
export async function vjp(model: Model, { wrt, of, shapes = {} }: VjpOptions): Promise<Model> {
  const fixed = fixShapes(model, shapes);
  const facts = await factsOf(fixed);
  const opset = opsetOf(fixed);
  if (opset < OLDEST_OPSET)
    throw new Error(`operator set ${opset} is too old: export with ${OLDEST_OPSET} or later`);
  const forward = fixed.graph.node.map(node => clone(NodeProtoSchema, node));
  const tape = makeTape(opset, unusedPrefix(facts));
  const f = opsOn(tape);

  const given = of.map(name => ({ ...known(facts, name), name: cotangentName(name) }));
  const seeds = new Map(of.map((name, i) => [name, given[i]]));
  const active = activeValues(forward, facts, { wrt, of });
  const cotangents = sweepBack(f, { forward, facts, active, seeds });
  const results = wrt.map(name => nameCotangent(known(facts, name), f, cotangents.get(name)));

  const outputs = [...of, ...wrt.map(cotangentName)];
  const nodes = [...forward, ...tape.nodes, ...results];
  return withGraph(fixed, {
    ...prune(nodes, [...fixed.graph.initializer, ...tape.initializers], outputs),
    inputs: [...fixed.graph.input, ...given.map(({ name, dtype, dims }) => valueInfo(name, dtype, dims))],
    outputs: [...of, ...wrt].map((name, i) => {
      const { dtype, dims } = known(facts, name);
      return valueInfo(outputs[i], dtype, dims);
    }),
  });
}

function known({ values }: Facts, name: string): Value {
  const value = values.get(name);
  if (value === undefined) throw new Error(`there is no tensor "${name}" in the graph`);
  return value;
}

/** `vjp`, or more of it where the graph is itself the result of a differentiation. */
function unusedPrefix({ values }: Facts): string {
  let prefix = 'vjp';
  while ([...values.keys()].some(name => name.startsWith(`${prefix}/`))) prefix += '-vjp';
  return prefix;
}

/** Names a cotangent as an output; of an input that no output depends on it is 0. */
function nameCotangent({ name, dtype, dims }: Value, f: Ops, cotangent = f.zeros(dims, dtype)): NodeProto {
  const output = [cotangentName(name)];
  return create(NodeProtoSchema, { opType: 'Identity', input: [cotangent.name], output });
}
