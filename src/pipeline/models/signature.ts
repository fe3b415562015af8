import { type Bytes, type Field, fieldsOf, textOf, withFile } from './onnx-wire.ts';

/** An input or output as a graph declares it; a free dimension is the name it has. */
export interface Declared {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

/** What a graph is fed and gives, and the files that hold weights set apart from it. */
export interface Signature {
  readonly inputs: readonly Declared[];
  readonly outputs: readonly Declared[];
  readonly weights: readonly string[];
}

/** Numbers of the fields, of onnx.proto. */
const MODEL = { graph: 7 };
const GRAPH = { initializer: 5, input: 11, output: 12 };
const VALUE = { name: 1, type: 2 };
const TENSOR = { externalData: 13 };
const ENTRY = { key: 1, value: 2 };
/** A weight that is set apart is described in less than this; a larger one stands in the graph. */
const DESCRIPTION = 4096;

/**
 * Reads what a graph is fed and gives without loading it, so that one of several GB takes as long as one of a few KB.
 * Throws when the file is no ONNX graph.
 */
export function readSignature(path: string): Signature {
  return withFile(path, bytes => {
    const graph = [...fieldsOf(bytes)].find(({ number }) => number === MODEL.graph);
    if (graph === undefined) throw new Error('there is no graph in it');
    const inputs: Declared[] = [];
    const outputs: Declared[] = [];
    const weights = new Set<string>();
    const initializers = new Set<string>();
    for (const field of fieldsOf(bytes, graph.start, graph.end)) {
      if (field.number === GRAPH.input) inputs.push(declaredIn(bytes, field));
      if (field.number === GRAPH.output) outputs.push(declaredIn(bytes, field));
      if (field.number !== GRAPH.initializer) continue;
      if (field.end - field.start > DESCRIPTION) continue;
      const location = locationIn(bytes, field);
      if (location !== undefined) weights.add(location);
      for (const part of fieldsOf(bytes, field.start, field.end))
        if (part.number === 8) initializers.add(textOf(bytes, part));
    }
    // Old exporters list weights among the inputs too.
    const fed = inputs.filter(({ name }) => !initializers.has(name));
    return { inputs: fed, outputs, weights: [...weights] };
  });
}

const only = (bytes: Bytes, { start, end }: Field, number: number): Field[] =>
  [...fieldsOf(bytes, start, end)].filter(field => field.number === number);

function declaredIn(bytes: Bytes, field: Field): Declared {
  const name = textOf(bytes, only(bytes, field, VALUE.name)[0]);
  const shapes = only(bytes, field, VALUE.type)
    .flatMap(type => only(bytes, type, 1))
    .flatMap(tensor => only(bytes, tensor, 2));
  const shape = shapes
    .flatMap(dims => only(bytes, dims, 1))
    .map(dim => {
      const [stated] = fieldsOf(bytes, dim.start, dim.end);
      if (stated === undefined) return '?';
      return stated.number === 1 ? stated.value : textOf(bytes, stated);
    });
  return { name, shape };
}

/** The file that a weight stands in, where that is not the graph. */
function locationIn(bytes: Bytes, weight: Field): string | undefined {
  for (const entry of only(bytes, weight, TENSOR.externalData)) {
    const [key] = only(bytes, entry, ENTRY.key);
    const [value] = only(bytes, entry, ENTRY.value);
    if (textOf(bytes, key) === 'location') return textOf(bytes, value);
  }
  return undefined;
}
