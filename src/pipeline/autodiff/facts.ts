import { create } from '@bufbuild/protobuf';
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { sizeOf } from '../math/tensor.ts';
import { type DType, isFloat } from '../onnx/dtypes.ts';
import { castInput, fromFloat16 } from '../onnx/inputs.ts';
import { type Model, withGraph, writeModel } from '../onnx/model.ts';
import { NodeProtoSchema } from '../onnx/model_pb.ts';
import { onnxRuntime } from '../onnx/runtime.ts';
import { valueInfo } from '../onnx/tensors.ts';
import { constantsOf } from './constants.ts';

/** A tensor of the graph. */
export interface Value {
  readonly name: string;
  readonly dtype: DType;
  readonly dims: readonly number[];
}

/** Facts about a graph's tensors before it runs on real inputs. */
export interface Facts {
  readonly values: ReadonlyMap<string, Value>;
  /** Tensors that do not depend on the inputs' values. */
  readonly constants: ReadonlySet<string>;
  /** The numbers of those that are integers, or few. */
  readonly numbers: ReadonlyMap<string, readonly number[]>;
}

/** Constants of floats up to this size are read out: factors of resizing, scales of normalisation. */
const FEW = 4096;

/**
 * Types, shapes and small constants of every tensor, as ONNX Runtime has them: one run of the forward graph
 * on zeros, with the shapes of all tensors for outputs. Whatever it can run is thereby known exactly, shape
 * arithmetic included.
 * @param model of fixed input shapes
 */
export async function factsOf(model: Model): Promise<Facts> {
  const constants = constantsOf(model);
  const names = [
    ...model.graph.input.map(({ name }) => name),
    ...model.graph.initializer.map(({ name }) => name),
    ...model.graph.node.flatMap(({ output }) => output).filter(name => name !== ''),
  ];
  const types = await typesOf(model, [...new Set(names)]);
  const { shapes, numbers } = await measure(model, types, constants);
  const values = [...types].map(([name, { dtype }]): [string, Value] => [
    name,
    { name, dtype, dims: shapes.get(name) ?? [] },
  ]);
  return { values: new Map(values), constants, numbers };
}

interface Typed {
  readonly dtype: DType;
  /** Number of elements by shape inference; Infinity where that is open. */
  readonly size: number;
}

/** A graph's output must not be an input or a weight itself. */
const PASSED = (name: string) => `${name}/passed`;

/** What ONNX Runtime infers when every tensor is declared an output. */
async function typesOf(model: Model, names: readonly string[]): Promise<Map<string, Typed>> {
  const { graph } = model;
  const produced = new Set(graph.node.flatMap(({ output }) => output));
  const passing = names.filter(name => !produced.has(name));
  const session = await open(
    withGraph(model, {
      nodes: [...graph.node, ...passing.map(name => node('Identity', name, PASSED(name)))],
      initializers: graph.initializer,
      inputs: graph.input,
      outputs: names.map(name => valueInfo(produced.has(name) ? name : PASSED(name))),
    }),
  );
  const found = session.outputMetadata.map((meta, i): [string, Typed] => {
    if (!meta.isTensor) throw new Error(`"${names[i]}" is not a tensor`);
    const size = meta.shape.every(n => typeof n === 'number') ? sizeOf(meta.shape as number[]) : Infinity;
    return [names[i], { dtype: meta.type as DType, size }];
  });
  await session.release();
  return new Map(found);
}

/** Runs the graph once for the shapes of all tensors and the numbers of small constants. */
async function measure(model: Model, types: ReadonlyMap<string, Typed>, constants: ReadonlySet<string>) {
  const { graph } = model;
  const asked = [...types].filter(([, { dtype }]) => dtype !== 'string').map(([name]) => name);
  const read = asked.filter(name => {
    const { dtype, size } = types.get(name)!;
    return constants.has(name) && (size <= FEW || (!isFloat(dtype) && size === Infinity));
  });
  const nodes = [
    ...asked.map(name => node('Shape', name, `${name}/shape`)),
    ...read.map(name => node('Identity', name, `${name}/numbers`)),
  ];
  const session = await open(
    withGraph(model, {
      // ONNX Runtime starts with the last of this list. In the graph's own order every tensor would be kept
      // until its shape is read at the end.
      nodes: [...graph.node, ...nodes.toReversed()],
      initializers: graph.initializer,
      inputs: graph.input,
      outputs: nodes.map(({ output }) => valueInfo(output[0])),
    }),
  );
  const feeds = session.inputMetadata.map((meta): [string, OrtTensor] => [meta.name, zeros(meta)]);
  const found = await session.run(Object.fromEntries(feeds));
  await session.release();
  const numbersOf = (name: string) => {
    const { type, data } = found[name];
    if (type === 'float16') return Array.from(data as Uint16Array, fromFloat16);
    return Array.from(data as ArrayLike<number | bigint>, Number);
  };
  return {
    shapes: new Map(asked.map(name => [name, numbersOf(`${name}/shape`)])),
    numbers: new Map(read.map(name => [name, numbersOf(`${name}/numbers`)])),
  };
}

const node = (opType: string, input: string, output: string) =>
  create(NodeProtoSchema, { opType, input: [input], output: [output] });

function zeros(meta: InferenceSession.ValueMetadata): OrtTensor {
  const dims = meta.isTensor ? (meta.shape as number[]) : [];
  return castInput(meta, { data: new Float32Array(sizeOf(dims)), dims });
}

/**
 * Unoptimised: folding would take shapes from inference, which is wrong where pooling rounds up. Without an
 * arena, which would keep memory for a second run.
 */
const open = (model: Model): Promise<InferenceSession> =>
  onnxRuntime().InferenceSession.create(writeModel(model), {
    graphOptimizationLevel: 'disabled',
    enableCpuMemArena: false,
    logSeverityLevel: 4,
  });
