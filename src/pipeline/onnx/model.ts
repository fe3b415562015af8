import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import {
  type GraphProto,
  GraphProtoSchema,
  type ModelProto,
  ModelProtoSchema,
  type NodeProto,
} from './model_pb.ts';
import type { TensorProto, ValueInfoProto } from './tensor_pb.ts';

/** A model that has a graph: what every function here takes. */
export type Model = ModelProto & { readonly graph: GraphProto };

/** The parts of a graph that Inlay makes anew. */
export interface GraphParts {
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  readonly inputs: readonly ValueInfoProto[];
  readonly outputs: readonly ValueInfoProto[];
}

/**
 * Parses an `.onnx` file; weights stay views of `bytes`. Throws when it is none, or keeps weights in other
 * files.
 */
export function readModel(bytes: Uint8Array): Model {
  const model = fromBinary(ModelProtoSchema, bytes);
  if (model.graph === undefined) throw new Error('there is no graph in the model');
  const outside = model.graph.initializer.find(tensor => tensor.externalData.length > 0);
  if (outside !== undefined)
    throw new Error(`the weights "${outside.name}" are in another file: merge them first`);
  return model as Model;
}

export const writeModel = (model: Model): Uint8Array => toBinary(ModelProtoSchema, model);

/** A model of the same operator sets with another graph. */
export function withGraph(model: Model, { nodes, initializers, inputs, outputs }: GraphParts): Model {
  const graph = create(GraphProtoSchema, {
    name: model.graph.name,
    node: [...nodes],
    initializer: [...initializers],
    input: [...inputs],
    output: [...outputs],
  });
  const { irVersion, opsetImport } = model;
  return create(ModelProtoSchema, { irVersion, opsetImport, producerName: 'inlay', graph }) as Model;
}

/** The version of the file format, as of ONNX 1.10. */
const IR_VERSION = 8n;

/** A new model of ONNX's own operators. */
export function newModel(opset: number, parts: GraphParts): Model {
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    opsetImport: [{ domain: '', version: BigInt(opset) }],
    graph: { name: 'graph' },
  });
  return withGraph(model as Model, parts);
}

/** The version of ONNX's own operators that the model is written in. */
export const opsetOf = (model: Model): number =>
  Number(model.opsetImport.find(({ domain }) => isStandard(domain))?.version ?? 0n);

/** Whether a domain is ONNX's own. */
export const isStandard = (domain: string): boolean => domain === '' || domain === 'ai.onnx';

/** Inputs that a run requires: old models list their weights among the inputs. */
export function requiredInputs({ graph }: Model): ValueInfoProto[] {
  const weights = new Set(graph.initializer.map(tensor => tensor.name));
  return graph.input.filter(({ name }) => !weights.has(name));
}

/** Every value that a node reads, those inside its sub-graphs included. */
export function readsOf(node: NodeProto): string[] {
  const inner = node.attribute.flatMap(({ g }) => (g === undefined ? [] : g.node.flatMap(readsOf)));
  return [...node.input, ...inner].filter(name => name !== '');
}
