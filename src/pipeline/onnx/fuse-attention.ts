import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { type Attributes, attributesOf, intOf } from './attributes.ts';
import { readsOf } from './model.ts';
import { type NodeProto, NodeProtoSchema, OperatorSetIdProtoSchema } from './model_pb.ts';
import { TensorProtoSchema, ValueInfoProtoSchema } from './tensor_pb.ts';
import { tensorProto } from './tensors.ts';
import { type Bytes, type Field, fieldsOf, lengthDelimited, lengthPrefix } from './wire.ts';

/** Fields of ModelProto, and of the GraphProto in it. */
const [GRAPH, OPSET_IMPORT] = [7, 8];
const [NODE, INITIALIZER, OUTPUT] = [1, 5, 12];
/** ONNX Runtime's own operators. */
const RUNTIME = 'com.microsoft';

/** A part of a changed file: new bytes, or a range of the old one. */
export type Piece = Buffer | { readonly start: number; readonly end: number };

/** A node and its position in the file. */
interface LocatedNode extends NodeProto {
  readonly field: Field;
}

/** softmax(Q·Kᵀ)·V. */
interface Attention {
  readonly scores: LocatedNode;
  readonly softmax: LocatedNode;
  readonly sum: LocatedNode;
}

/** Integer constants for slicing and joining shapes. */
const CONSTANTS = { free: [-1], first: [0], last: [-1], lastTwo: [-2, -1] } as const;
const constant = (name: keyof typeof CONSTANTS): string => `attention/${name}`;

/**
 * Replaces each softmax(Q·Kᵀ)·V of a graph by one operator: ONNX Runtime computes it in tiles (Dao et al.
 * 2022, arXiv 2205.14135), so that the scores, 4,096 × 4,096 for each head of Stable Diffusion, are never in
 * memory at once; it does not detect the pattern in what torch exports. Returns the parts of the changed
 * file; undefined where there is no attention without a mask whose intermediate results nothing else reads.
 */
export function fuseAttention(model: Bytes): Piece[] | undefined {
  const fields = [...fieldsOf(model)];
  const graph = fields.find(({ number }) => number === GRAPH);
  if (graph === undefined) return undefined;
  const parts = [...fieldsOf(model, graph.start, graph.end)];
  const attentions = attentionsIn(nodesAmong(model, parts), outputsAmong(model, parts));
  if (attentions.length === 0) return undefined;

  const replacements = new Map<Field, readonly NodeProto[]>();
  for (const [i, attention] of attentions.entries()) {
    replacements.set(attention.scores.field, []);
    replacements.set(attention.softmax.field, []);
    replacements.set(attention.sum.field, fused(attention, `attention/${i}`));
  }
  const body = [...replaced(graph, replacements), ...constants()];
  const length = body.reduce((sum, piece) => sum + lengthOf(piece), 0);
  const others = fields.filter(field => field !== graph);
  const imported = others
    .filter(({ number }) => number === OPSET_IMPORT)
    .some(field => operatorSet(model, field).domain === RUNTIME);
  return [
    ...others.map(({ begin, end }) => ({ start: begin, end })),
    ...(imported ? [] : [runtimeOperators()]),
    lengthPrefix(GRAPH, length),
    ...body,
  ];
}

const lengthOf = (piece: Piece): number => (Buffer.isBuffer(piece) ? piece.length : piece.end - piece.start);

const payload = (model: Bytes, { start, end }: Field): Buffer => model.at(start, end - start);

const nodesAmong = (model: Bytes, parts: readonly Field[]): LocatedNode[] =>
  parts
    .filter(({ number }) => number === NODE)
    .map(field => ({ ...fromBinary(NodeProtoSchema, payload(model, field)), field }));

const outputsAmong = (model: Bytes, parts: readonly Field[]): ReadonlySet<string> =>
  new Set(
    parts
      .filter(({ number }) => number === OUTPUT)
      .map(field => fromBinary(ValueInfoProtoSchema, payload(model, field)).name),
  );

/** Every softmax over the last axis between two matrix products that nothing else reads. */
function attentionsIn(nodes: readonly LocatedNode[], outputs: ReadonlySet<string>): Attention[] {
  const makers = new Map(nodes.flatMap(node => node.output.map(name => [name, node] as const)));
  const readers = new Map<string, LocatedNode[]>();
  for (const node of nodes)
    for (const name of readsOf(node)) readers.set(name, [...(readers.get(name) ?? []), node]);
  const onlyReader = ({ output: [name] }: LocatedNode): LocatedNode | undefined => {
    const [first, second] = readers.get(name) ?? [];
    return second === undefined && !outputs.has(name) ? first : undefined;
  };
  return nodes.flatMap(softmax => {
    if (softmax.opType !== 'Softmax' || intOf(softmax, 'axis', -1) !== -1) return [];
    const scores = makers.get(softmax.input[0]);
    const sum = onlyReader(softmax);
    if (scores?.opType !== 'MatMul' || onlyReader(scores) !== softmax) return [];
    return sum?.opType === 'MatMul' && sum.input[0] === softmax.output[0] ? [{ scores, softmax, sum }] : [];
  });
}

/**
 * The same by the runtime's operator on `[B, length, width]`: heads are part of the batch. Q and K are scaled
 * before.
 */
function fused({ scores, sum }: Attention, name: string): NodeProto[] {
  const [query, transposedKey] = scores.input;
  const [q, kt, k, v] = ['query', 'transposedKey', 'key', 'value'].map(part => `${name}/${part}`);
  return [
    ...flattened(query, q),
    ...flattened(transposedKey, kt),
    node('Transpose', [kt], k, { perm: [0, 2, 1] }),
    ...flattened(sum.input[1], v),
    node('MultiHeadAttention', [q, k, v], `${name}/sum`, { num_heads: 1, scale: { float: 1 } }, RUNTIME),
    node('Slice', [`${q}/shape`, constant('first'), constant('last')], `${name}/outer`),
    node('Gather', [`${v}/shape`, constant('last')], `${name}/width`),
    node('Concat', [`${name}/outer`, `${name}/width`], `${name}/shape`, { axis: 0 }),
    node('Reshape', [`${name}/sum`, `${name}/shape`], sum.output[0]),
  ];
}

/** `[…, length, width]` → `[B, length, width]`. */
const flattened = (x: string, to: string): NodeProto[] => [
  node('Shape', [x], `${to}/shape`),
  node('Gather', [`${to}/shape`, constant('lastTwo')], `${to}/sides`),
  node('Concat', [constant('free'), `${to}/sides`], `${to}/flat`, { axis: 0 }),
  node('Reshape', [x, `${to}/flat`], to),
];

const node = (
  opType: string,
  input: string[],
  output: string,
  attributes: Attributes = {},
  domain = '',
): NodeProto =>
  create(NodeProtoSchema, {
    opType,
    domain,
    name: output,
    input,
    output: [output],
    attribute: attributesOf(attributes),
  });

const constants = (): Buffer[] =>
  Object.entries(CONSTANTS).map(([name, values]) => {
    const tensor = tensorProto(constant(name as keyof typeof CONSTANTS), 'int64', [values.length], values);
    return lengthDelimited(INITIALIZER, toBinary(TensorProtoSchema, tensor));
  });

/** The graph's bytes with some nodes replaced. */
function replaced(graph: Field, replacements: ReadonlyMap<Field, readonly NodeProto[]>): Piece[] {
  const pieces: Piece[] = [];
  let copied = graph.start;
  for (const [{ begin, end }, nodes] of [...replacements].sort(([a], [b]) => a.begin - b.begin)) {
    const encoded = nodes.map(one => lengthDelimited(NODE, toBinary(NodeProtoSchema, one)));
    pieces.push({ start: copied, end: begin }, ...encoded);
    copied = end;
  }
  return [...pieces, { start: copied, end: graph.end }];
}

const operatorSet = (model: Bytes, field: Field) =>
  fromBinary(OperatorSetIdProtoSchema, payload(model, field));

const runtimeOperators = (): Buffer => {
  const set = create(OperatorSetIdProtoSchema, { domain: RUNTIME, version: 1n });
  return lengthDelimited(OPSET_IMPORT, toBinary(OperatorSetIdProtoSchema, set));
};
