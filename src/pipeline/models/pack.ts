import { concat, repeat, scale, slice, type Tensor } from '../tensor.ts';
import type { Graphs } from './check-graphs.ts';
import type { Gradients } from './gradients.ts';
import { type Graph, outputOf, type Stopwatch } from './graph.ts';
import type { Manifest } from './manifest.ts';
import { normalise } from './pixels.ts';
import type { ActiveProvider } from './provider.ts';
import type { Tokenize } from './tokenizer.ts';

/** What the models make of a prompt. */
export interface EncodedText {
  /** `[1, length, width]`: what the UNet attends to (`encoder_hidden_states`). */
  readonly promptEmbeds: Tensor;
  /** `[1, width]`, unit length: the prompt in CLIP's space. */
  readonly textEmbeds: Tensor;
}

/** A loaded pack: every model of an edit behind one plain function. Images are `[B, 3, H, W]` in −1…1. */
export interface Pack {
  readonly manifest: Manifest;
  readonly folder: string;
  readonly provider: ActiveProvider;
  /** Set when the provider is not the one asked for, and says why. */
  readonly notice?: string;
  readonly stopwatch: Readonly<Stopwatch>;
  /** Embeddings of a prompt as it stands; repeated prompts come from a cache. */
  encodeText(prompt: string): Promise<EncodedText>;
  /** The same for many prompts, those not yet known in one run. */
  encodeTexts(prompts: readonly string[]): Promise<EncodedText[]>;
  /** Squares of `clipImage.pixels.size` → unit embeddings `[B, width]`. */
  encodeImage(images: Tensor): Promise<Tensor>;
  /** Squares of `segmenter.pixels.size` and one prompt's embedding → logits `[B, 1, h, w]`. */
  segment(images: Tensor, textEmbeds: Tensor): Promise<Tensor>;
  /** Windows of the pack's resolution → latents `[B, C, h, w]`, the posterior's mean, scaled. */
  encodeLatents(images: Tensor): Promise<Tensor>;
  /** Latents → images of the pack's resolution. */
  decodeLatents(latents: Tensor): Promise<Tensor>;
  /** The UNet: `sample` `[B, inChannels, h, w]`, one timestep, `promptEmbeds` `[B, length, width]`. */
  predict(sample: Tensor, timestep: number, promptEmbeds: Tensor): Promise<Tensor>;
  /** Decoded windows → n times larger; absent when the pack brings no upscaler. */
  readonly upscale?: (images: Tensor) => Promise<Tensor>;
  /** Windows of the pack's resolution → features whose differences people see; absent when the pack has none. */
  readonly perceive?: (images: Tensor) => Promise<Tensor>;
  /** Derivatives of the models that guidance goes through. */
  readonly gradients: Gradients;
}

/** Images per run of the segmenter and the image tower: bounds the memory of many tiles. */
const CHUNK = 16;
/** Prompts kept; the words of a closed vocabulary fit. */
const TEXT_CACHE = 512;

export function makePack(parts: {
  manifest: Manifest;
  folder: string;
  provider: ActiveProvider;
  notice?: string | undefined;
  stopwatch: Stopwatch;
  tokenize: Tokenize;
  graphs: Graphs;
  gradients: Gradients;
}): Pack {
  const { manifest, folder, provider, notice, stopwatch, tokenize, gradients } = parts;
  const graphs = parts.graphs as Record<string, Graph>;
  const { components, scalingFactor } = manifest;
  const one = (graph: Graph, input: string, output: string) => async (x: Tensor) =>
    outputOf(await graph.run({ [input]: x }), output, graph.file);
  const embedImages = one(graphs.clipImage, 'pixel_values', 'image_embeds');
  const encodePosterior = one(graphs.vaeEncoder, 'sample', 'latent_parameters');
  const decode = one(graphs.vaeDecoder, 'latent_sample', 'sample');

  const encodeTexts = cached(TEXT_CACHE, prompts => encodePrompts(graphs, prompts.map(tokenize)));

  return {
    manifest,
    folder,
    provider,
    ...(notice === undefined ? {} : { notice }),
    stopwatch,
    gradients,
    encodeText: async prompt => (await encodeTexts([prompt]))[0],
    encodeTexts,
    encodeImage: images => inChunks(images, x => embedImages(normalise(x, components.clipImage.pixels))),
    segment: (images, textEmbeds) =>
      inChunks(images, async x => {
        const feeds = {
          pixel_values: normalise(x, components.segmenter.pixels),
          text_embeds: repeat(textEmbeds, x.dims[0]),
        };
        return outputOf(await graphs.segmenter.run(feeds), 'logits', graphs.segmenter.file);
      }),
    encodeLatents: async images => scale(scalingFactor, meanOf(await encodePosterior(images))),
    decodeLatents: latents => decode(scale(1 / scalingFactor, latents)),
    predict: async (sample, timestep, promptEmbeds) => {
      const feeds = {
        sample,
        timestep: timestepFeed(graphs.unet, timestep, sample.dims[0]),
        encoder_hidden_states: promptEmbeds,
      };
      return outputOf(await graphs.unet.run(feeds), 'out_sample', graphs.unet.file);
    },
    ...(graphs.upscaler === undefined ? {} : { upscale: one(graphs.upscaler, 'sample', 'upscaled') }),
    ...(graphs.perceptual === undefined ? {} : { perceive: one(graphs.perceptual, 'sample', 'features') }),
  };
}

async function encodePrompts(graphs: Record<string, Graph>, ids: number[][]): Promise<EncodedText[]> {
  const { textEncoder, clipText } = graphs;
  const feed = { input_ids: { data: ids.flat(), dims: [ids.length, ids[0].length] } };
  const encoded = await textEncoder.run(feed);
  const embedded = clipText === textEncoder ? encoded : await clipText.run(feed);
  const promptEmbeds = outputOf(encoded, 'last_hidden_state', textEncoder.file);
  const textEmbeds = outputOf(embedded, 'text_embeds', clipText.file);
  return ids.map((_, i) => ({ promptEmbeds: slice(promptEmbeds, i), textEmbeds: slice(textEmbeds, i) }));
}

/** Exports declare the timestep as a scalar, as [1], or as [batch]. */
function timestepFeed(unet: Graph, timestep: number, batch: number) {
  const shape = unet.inputShape('timestep') ?? [];
  if (shape.length === 0) return { data: [timestep], dims: [] };
  const n = shape[0] === 1 ? 1 : batch;
  return { data: new Array<number>(n).fill(timestep), dims: [n] };
}

/** The first half of the channels: `[B, 2C, h, w]` (means, log-variances) → `[B, C, h, w]`. */
function meanOf(parameters: Tensor): Tensor {
  const [batch, doubled, height, width] = parameters.dims;
  const half = doubled / 2;
  const rows = Array.from({ length: batch }, (_, b) => {
    const row = slice(parameters, b).data;
    return { data: row.subarray(0, row.length / 2), dims: [1, half, height, width] };
  });
  return concat(rows);
}

async function inChunks(x: Tensor, run: (x: Tensor) => Promise<Tensor>): Promise<Tensor> {
  const parts: Tensor[] = [];
  for (let i = 0; i < x.dims[0]; i += CHUNK)
    parts.push(await run(slice(x, i, Math.min(i + CHUNK, x.dims[0]))));
  return parts.length === 1 ? parts[0] : concat(parts);
}

/** Remembers the last `limit` results of a function over many keys, and asks it only for the others. */
function cached<T>(
  limit: number,
  make: (keys: readonly string[]) => Promise<T[]>,
): (keys: readonly string[]) => Promise<T[]> {
  const known = new Map<string, T>();
  return async keys => {
    const missing = [...new Set(keys.filter(key => !known.has(key)))];
    const made = missing.length === 0 ? [] : await make(missing);
    for (const [i, key] of missing.entries()) known.set(key, made[i]);
    const results = keys.map(key => known.get(key) as T);
    for (const key of known.keys()) {
      if (known.size <= limit) break;
      known.delete(key);
    }
    return results;
  };
}
