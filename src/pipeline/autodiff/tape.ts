import { create } from '@bufbuild/protobuf';
import { sizeOf } from '../math/tensor.ts';
import { type Attributes, attributesOf } from '../onnx/attributes.ts';
import type { DType } from '../onnx/dtypes.ts';
import { type NodeProto, NodeProtoSchema } from '../onnx/model_pb.ts';
import type { TensorProto } from '../onnx/tensor_pb.ts';
import { tensorProto } from '../onnx/tensors.ts';
import type { Value } from './facts.ts';

/** What a node is to be: its first output's shape, and its type where it is not that of the first input. */
interface Emission {
  readonly dims: readonly number[];
  readonly dtype?: DType;
  readonly attributes?: Attributes;
}

/** Nodes and constants as they are emitted, in order. Equal nodes are emitted once. */
export interface Tape {
  readonly opset: number;
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  /** Appends a node of one output, or finds the one that computes the same. */
  emit(opType: string, inputs: readonly (Value | undefined)[], emission: Emission): Value;
  /** A constant of the graph. */
  constant(dtype: DType, dims: readonly number[], values: readonly number[] | Float32Array): Value;
}

/** Starts a tape for a graph of that operator set; names of what is emitted start with `prefix/`. */
export function makeTape(opset: number, prefix: string): Tape {
  const nodes: NodeProto[] = [];
  const initializers: TensorProto[] = [];
  const known = new Map<string, Value>();
  const once = (key: string, make: (name: string) => Value): Value => {
    const value = known.get(key) ?? make(`${prefix}/${known.size}`);
    known.set(key, value);
    return value;
  };
  return {
    opset,
    nodes,
    initializers,
    emit(opType, inputs, { dims, dtype = inputs[0]!.dtype, attributes = {} }) {
      const input = inputs.map(value => value?.name ?? '');
      return once(`${opType} ${input.join()} ${JSON.stringify(attributes)}`, prefixed => {
        const name = `${prefixed}/${opType}`;
        const attribute = attributesOf(attributes);
        nodes.push(create(NodeProtoSchema, { opType, name, input, output: [name], attribute }));
        return { name, dtype, dims };
      });
    },
    constant(dtype, dims, values) {
      const make = (name: string) => {
        initializers.push(tensorProto(name, dtype, dims, values));
        return { name, dtype, dims };
      };
      // Long ones are made by the rule that needs them, hardly twice.
      if (sizeOf(dims) > 64) return make(`${prefix}/constant/${initializers.length}`);
      return once(`${dtype} [${dims}] ${values}`, make);
    },
  };
}
