import { fromBinary } from '@bufbuild/protobuf';
import { GraphProtoSchema, ModelProtoSchema, NodeProtoSchema } from '../../onnx/model_pb.ts';
import { TensorProtoSchema, ValueInfoProtoSchema } from '../../onnx/tensor_pb.ts';
import { type Bytes, excerpt, type Field, fieldsOf, withFile } from '../../onnx/wire.ts';

/** An input or output as a graph declares it; a free dimension is the name it has. */
interface Declared {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** A graph's inputs and outputs, and the files with its external weights. */
export interface Signature {
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
  readonly weights: readonly string[];
  /** Channels of the inputs that a convolution reads directly, also where the graph leaves them open. */
  readonly channels: Readonly<Record<string, number>>;
}

/** Fields that are read, by message. */
const { graph: GRAPH } = ModelProtoSchema.field;
const { node: NODE, initializer: INITIALIZER, input: INPUT, output: OUTPUT } = GraphProtoSchema.field;
const NODE_FIELDS = [NodeProtoSchema.field.input.number, NodeProtoSchema.field.opType.number];
const { dims, name, externalData } = TensorProtoSchema.field;
const VALUE_FIELDS = Object.values(ValueInfoProtoSchema.field).map(({ number }) => number);
const TENSOR_FIELDS = [dims.number, name.number, externalData.number];

/**
 * Reads a graph's inputs, outputs and weight files without loading it, so that a graph of several GB takes
 * little longer than one of a few KB. Throws when the file is no ONNX graph.
 */
export function readSignature(path: string): Signature {
  return withFile(path, bytes => {
    const graph = [...fieldsOf(bytes)].find(({ number }) => number === GRAPH.number);
    if (graph === undefined) throw new Error('there is no graph in it');
    const fields = [...fieldsOf(bytes, graph.start, graph.end)];
    const every = <T>({ number }: { number: number }, read: (field: Field) => T): T[] =>
      fields.filter(field => field.number === number).map(read);
    const weights = every(INITIALIZER, field =>
      fromBinary(TensorProtoSchema, excerpt(bytes, field, TENSOR_FIELDS)),
    );
    const byName = new Map(weights.map(weight => [weight.name, weight]));
    const nodes = every(NODE, field => fromBinary(NodeProtoSchema, excerpt(bytes, field, NODE_FIELDS)));
    const channels = nodes
      .filter(({ opType }) => opType === 'Conv')
      .map(({ input: [input, weight] }) => [input, byName.get(weight)?.dims[1]] as const);
    const locations = weights.flatMap(({ externalData }) =>
      externalData.filter(({ key }) => key === 'location').map(({ value }) => value),
    );
    // Old exporters list weights among the inputs too.
    const inputs = every(INPUT, field => declaredIn(bytes, field)).filter(({ name }) => !byName.has(name));
    const names = new Set(inputs.map(({ name }) => name));
    return {
      inputs,
      outputs: every(OUTPUT, field => declaredIn(bytes, field)),
      weights: [...new Set(locations)],
      channels: Object.fromEntries(
        channels
          .filter(([input, count]) => names.has(input) && count !== undefined)
          .map(([input, count]) => [input, Number(count)]),
      ),
    };
  });
}

function declaredIn(bytes: Bytes, field: Field): Declared {
  const { name, type } = fromBinary(ValueInfoProtoSchema, excerpt(bytes, field, VALUE_FIELDS));
  const dimensions = type?.value.case === 'tensorType' ? (type.value.value.shape?.dim ?? []) : [];
  const shape = dimensions.map(({ value }) => {
    if (value.case === undefined) return '?';
    return value.case === 'dimValue' ? Number(value.value) : value.value;
  });
  return { name, shape };
}
