import { type Bytes, type Field, fieldsOf, textOf, withFile } from '../../onnx/wire.ts';

/** An input or output as a graph declares it; a free dimension is the name it has. */
interface Declared {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** What a graph is fed and gives, and the files that hold weights set apart from it. */
export interface Signature {
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
  readonly weights: readonly string[];
  /** Channels of the inputs that go straight into a convolution, also where the graph leaves them free. */
  readonly channels: Readonly<Record<string, number>>;
}

/** A weight without its numbers. */
interface Weight {
  readonly name: string;
  readonly dims: readonly number[];
  readonly location: string | undefined;
}

/** Numbers of the fields that are read, of onnx.proto. */
const MODEL = { graph: 7 };
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 };
const NODE = { input: 1, opType: 4 };
const VALUE = { name: 1, type: 2 };
const TENSOR = { dims: 1, name: 8, externalData: 13 };
const ENTRY = { key: 1, value: 2 };
const DIMENSION = { value: 1 };

/**
 * Reads what a graph is fed and gives without loading it, so that one of several GB takes little longer than one of a few
 * KB. Throws when the file is no ONNX graph.
 */
export function readSignature(path: string): Signature {
  return withFile(path, bytes => {
    const graph = [...fieldsOf(bytes)].find(({ number }) => number === MODEL.graph);
    if (graph === undefined) throw new Error('there is no graph in it');
    const fields = [...fieldsOf(bytes, graph.start, graph.end)];
    const every = <T>(number: number, read: (bytes: Bytes, field: Field) => T): T[] =>
      fields.filter(field => field.number === number).map(field => read(bytes, field));
    const weights = every(GRAPH.initializer, weightIn);
    const byName = new Map(weights.map(weight => [weight.name, weight]));
    const convolutions = every(GRAPH.node, convolutionIn).filter(pair => pair !== undefined);
    const channels = convolutions.map(([input, weight]) => [input, byName.get(weight)?.dims[1]] as const);
    const locations = weights.map(({ location }) => location).filter(location => location !== undefined);
    // Old exporters list weights among the inputs too.
    const inputs = every(GRAPH.input, declaredIn).filter(({ name }) => !byName.has(name));
    const names = new Set(inputs.map(({ name }) => name));
    return {
      inputs,
      outputs: every(GRAPH.output, declaredIn),
      weights: [...new Set(locations)],
      channels: Object.fromEntries(
        channels.filter(
          (pair): pair is readonly [string, number] => names.has(pair[0]) && pair[1] !== undefined,
        ),
      ),
    };
  });
}

const only = (bytes: Bytes, { start, end }: Field, number: number): Field[] =>
  [...fieldsOf(bytes, start, end)].filter(field => field.number === number);

function declaredIn(bytes: Bytes, field: Field): Declared {
  const name = textOf(bytes, only(bytes, field, VALUE.name)[0]);
  // ValueInfoProto.type → TypeProto.tensor_type → Tensor.shape → TensorShapeProto.dim
  const dims = [VALUE.type, 1, 2, 1].reduce<Field[]>(
    (found, number) => found.flatMap(outer => only(bytes, outer, number)),
    [field],
  );
  const shape = dims.map(dim => {
    const [stated] = fieldsOf(bytes, dim.start, dim.end);
    if (stated === undefined) return '?';
    return stated.number === DIMENSION.value ? stated.value : textOf(bytes, stated);
  });
  return { name, shape };
}

/** The names of the input and of the weight of a convolution; undefined of another node. */
function convolutionIn(bytes: Bytes, node: Field): [string, string] | undefined {
  const fields = [...fieldsOf(bytes, node.start, node.end)];
  const opType = fields.find(({ number }) => number === NODE.opType);
  if (opType === undefined || textOf(bytes, opType) !== 'Conv') return undefined;
  const [input, weight] = fields.filter(({ number }) => number === NODE.input);
  return [textOf(bytes, input), textOf(bytes, weight)];
}

function weightIn(bytes: Bytes, tensor: Field): Weight {
  const fields = [...fieldsOf(bytes, tensor.start, tensor.end)];
  const name = fields.find(({ number }) => number === TENSOR.name);
  const entries = fields
    .filter(({ number }) => number === TENSOR.externalData)
    .map(entry => [ENTRY.key, ENTRY.value].map(part => textOf(bytes, only(bytes, entry, part)[0])));
  return {
    name: name === undefined ? '' : textOf(bytes, name),
    dims: fields.filter(({ number }) => number === TENSOR.dims).map(({ value }) => value),
    location: entries.find(([key]) => key === 'location')?.[1],
  };
}
