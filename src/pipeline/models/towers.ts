import { concat, slice, type Tensor } from '../math/tensor.ts';
import type { GraphInput } from '../onnx/inputs.ts';
import { type Graph, outputOf } from './graph.ts';
import type { PixelFormat } from './manifest.ts';
import { normalise } from './pixels.ts';
import type { Tokens } from './tokenizer.ts';

type GraphInputs = Record<string, GraphInput>;
type Outputs = Readonly<Record<string, Tensor>>;

/** Images per run: bounds the memory of many tiles. */
const CHUNK = 16;

/**
 * A text tower: prompts → unit embeddings `[B, width]`. A graph that takes pictures too is given a grey one.
 */
export async function textTower(graph: Graph, texts: readonly Tokens[]): Promise<Tensor> {
  const inputs = textInputs(graph, texts);
  const picture = graph.inputShape('pixel_values');
  if (picture !== undefined) inputs.pixel_values = blank(picture.map(n => (typeof n === 'number' ? n : 1)));
  return textEmbedsOf(await graph.run(inputs), graph);
}

/** Unit embeddings among a graph's outputs. */
export const textEmbedsOf = (outputs: Outputs, graph: Graph): Tensor =>
  unit(outputOf(outputs, 'text_embeds', graph.file));

/**
 * An image tower: squares in −1…1 → unit embeddings `[B, width]`. One that takes text too is given `prompt`.
 */
export function imageEmbedder(graph: Graph, format: PixelFormat, prompt: Tokens) {
  return (images: Tensor): Promise<Tensor> =>
    inChunks(images, CHUNK, async x => {
      const read = graph.inputShape('input_ids') === undefined ? {} : textInputs(graph, [prompt]);
      const outputs = await graph.run({ ...read, pixel_values: normalise(x, format) });
      return unit(outputOf(outputs, 'image_embeds', graph.file));
    });
}

/** A segmenter's prompt: tokens (CLIPSeg), or an embedding of the text. */
export type Sought = { readonly tokens: Tokens } | { readonly textEmbeds: Tensor };

/**
 * Squares in −1…1 and one prompt → logits `[B, 1, h, w]` minus `logitOffset`, whatever rank the graph
 * outputs.
 */
export function segmenter(graph: Graph, format: PixelFormat, logitOffset: number) {
  // A graph that lost the dimension of the batch takes one picture at a time.
  const chunk = graph.outputShape('logits')?.length === 2 ? 1 : CHUNK;
  return (images: Tensor, sought: Sought): Promise<Tensor> =>
    inChunks(images, chunk, async x => {
      const batch = x.dims[0];
      const times = <T>(row: T): T[] => new Array<T>(batch).fill(row);
      const text =
        'tokens' in sought
          ? textInputs(graph, times(sought.tokens))
          : { text_embeds: concat(times(sought.textEmbeds)) };
      const outputs = await graph.run({ ...text, pixel_values: normalise(x, format) });
      const { data, dims } = outputOf(outputs, 'logits', graph.file);
      const over = logitOffset === 0 ? data : data.map(v => v - logitOffset);
      return { data: over, dims: [batch, 1, ...dims.slice(-2)] };
    });
}

/**
 * The text encoder: `last_hidden_state` `[B, length, width]`, the UNet's cross-attention input, and its other
 * outputs.
 */
export const runTextEncoder = (graph: Graph, texts: readonly Tokens[]): Promise<Outputs> =>
  graph.run(textInputs(graph, texts));

function textInputs(graph: Graph, texts: readonly Tokens[]): GraphInputs {
  const dims = [texts.length, texts[0].ids.length];
  const ids = { data: texts.flatMap(text => text.ids), dims };
  if (graph.inputShape('attention_mask') === undefined) return { input_ids: ids };
  return { input_ids: ids, attention_mask: { data: texts.flatMap(text => text.attended), dims } };
}

const blank = (dims: readonly number[]): Tensor => ({
  data: new Float32Array(dims.reduce((a, b) => a * b)),
  dims,
});

/** Rows of length 1. */
function unit(x: Tensor): Tensor {
  const rows = Array.from({ length: x.dims[0] }, (_, b) => {
    const row = slice(x, b);
    const length = Math.hypot(...row.data);
    return length === 0 ? row : { data: row.data.map(v => v / length), dims: row.dims };
  });
  return concat(rows);
}

async function inChunks(x: Tensor, size: number, run: (x: Tensor) => Promise<Tensor>): Promise<Tensor> {
  const parts: Tensor[] = [];
  for (let i = 0; i < x.dims[0]; i += size) parts.push(await run(slice(x, i, Math.min(i + size, x.dims[0]))));
  return parts.length === 1 ? parts[0] : concat(parts);
}
