import { bytesOf, type Field, fieldsOf, lengthDelimited, textOf } from './wire.ts';

const GRAPH = 7;
const NODE = 1;
const OP_TYPE = 4;
const ATTRIBUTE = 5;
const NAME = 1;

const RANDOM: ReadonlySet<string> = new Set(['RandomNormal', 'RandomNormalLike']);
/**
 * AttributeProto `{ name: "scale", f: 1e-30, type: FLOAT }`: lost in whatever it is added to. A scale of 0 would end the
 * process, as ONNX Runtime's generator insists on a deviation above 0.
 */
const NO_SCALE = Buffer.from('0a057363616c65156042a20da00101', 'hex');

/**
 * Takes the noise out of a graph: what its random nodes draw becomes their mean. An older export of an encoder draws a
 * sample of the posterior by itself, unseeded; without the noise it gives the posterior's mean, as newer ones do.
 * @param model an ONNX graph whose nodes stand at its top level
 */
export function withoutNoise(model: Buffer): Buffer {
  const bytes = bytesOf(model);
  const graph = [...fieldsOf(bytes)].find(({ number }) => number === GRAPH);
  if (graph === undefined) return model;
  const parts: Buffer[] = [];
  let copied = graph.start;
  for (const field of fieldsOf(bytes, graph.start, graph.end)) {
    if (field.number !== NODE || !isRandom(model, field)) continue;
    parts.push(model.subarray(copied, field.begin), lengthDelimited(NODE, silent(model, field)));
    copied = field.end;
  }
  if (parts.length === 0) return model;
  const changed = lengthDelimited(GRAPH, Buffer.concat([...parts, model.subarray(copied, graph.end)]));
  return Buffer.concat([model.subarray(0, graph.begin), changed, model.subarray(graph.end)]);
}

function isRandom(model: Buffer, node: Field): boolean {
  const bytes = bytesOf(model);
  for (const field of fieldsOf(bytes, node.start, node.end)) {
    if (field.number === OP_TYPE) return RANDOM.has(textOf(bytes, field));
  }
  return false;
}

/** The node with next to no scale in place of the one it has, or has not. */
function silent(model: Buffer, node: Field): Buffer {
  const bytes = bytesOf(model);
  const kept = [...fieldsOf(bytes, node.start, node.end)].filter(
    field =>
      field.number !== ATTRIBUTE ||
      [...fieldsOf(bytes, field.start, field.end)].every(
        part => part.number !== NAME || textOf(bytes, part) !== 'scale',
      ),
  );
  const fields = kept.map(({ begin, end }) => model.subarray(begin, end));
  return Buffer.concat([...fields, lengthDelimited(ATTRIBUTE, NO_SCALE)]);
}
