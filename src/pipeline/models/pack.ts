import { slice, type Tensor } from '../math/tensor.ts';
import { latentDecoder, latentEncoder, PREVIEW_SCALING } from './autoencoder.ts';
import type { Graphs } from './check-graphs.ts';
import { type Erase, eraser } from './eraser.ts';
import { foregroundSegmenter, type SegmentForeground } from './foreground.ts';
import type { Gradients } from './gradients.ts';
import { type Graph, outputOf, type Stopwatch } from './graph.ts';
import type { Manifest } from './manifest.ts';
import type { ActiveProvider } from './provider.ts';
import type { Tokenize } from './tokenizer.ts';
import { imageEmbedder, runTextEncoder, segmenter, textEmbedsOf, textTower } from './towers.ts';
import { type Predict, predictor, takesGuidance } from './unet.ts';
import { upscaler } from './upscaler.ts';

/** The embeddings of a prompt. */
export interface EncodedText {
  /** `[1, length, width]`: the UNet's cross-attention input (`encoder_hidden_states`). */
  readonly promptEmbeds: Tensor;
  /** `[1, width]`, unit length: the prompt in CLIP's space. */
  readonly textEmbeds: Tensor;
}

/** A loaded pack: every model of an edit behind one plain function. Images are `[B, 3, H, W]` in −1…1. */
export interface Pack {
  readonly manifest: Manifest;
  readonly folder: string;
  readonly provider: ActiveProvider;
  /** Set when the provider is not the one that was asked for: the reason. */
  readonly notice?: string;
  readonly stopwatch: Readonly<Stopwatch>;
  /** The same pack on the CPU, where fp16 is computed in fp32; absent when this is it. */
  readonly fallback?: () => Promise<Pack>;
  /** Embeddings of a prompt as it is; repeated prompts come from a cache. */
  encodeText(prompt: string): Promise<EncodedText>;
  /** The same for many prompts, those not yet known in one run. */
  encodeTexts(prompts: readonly string[]): Promise<EncodedText[]>;
  /**
   * Prompts in CLIP's space, of unit length; those of the vocabulary come with the pack, where it brings
   * them.
   */
  embedTexts(prompts: readonly string[]): Promise<Float32Array[]>;
  /** Squares of `clipImage.pixels.size` → unit embeddings `[B, width]`. */
  encodeImage(images: Tensor): Promise<Tensor>;
  /**
   * Squares of `segmenter.pixels.size` and a prompt → logits `[B, 1, h, w]`, 0 at the pack's `logitOffset`.
   */
  segment(images: Tensor, prompt: string): Promise<Tensor>;
  /** Windows of the pack's resolution → latents `[B, C, h, w]`, the posterior's mean, scaled. */
  encodeLatents(images: Tensor): Promise<Tensor>;
  /** Latents → images of the pack's resolution. */
  decodeLatents(latents: Tensor): Promise<Tensor>;
  /**
   * The same for previews and guidance, which can do with less: by the small decoder where the pack brings
   * one.
   */
  previewLatents(latents: Tensor): Promise<Tensor>;
  /**
   * The UNet: `sample` `[B, inChannels, h, w]`, one timestep, `promptEmbeds` `[B, length, width]`; the
   * guidance scale only counts where `guided`.
   */
  readonly predict: Predict;
  /** Whether the UNet takes the guidance scale itself, so that no unconditional branch is run. */
  readonly guided: boolean;
  /**
   * Decoded windows, or parts of them with even sides → twice as large where at most `times` 2 is needed and
   * the upscaler offers it, else as large as it makes them; absent when the pack has none.
   */
  readonly upscale?: (images: Tensor, times: number) => Promise<Tensor>;
  /**
   * Windows of the pack's resolution with holes → the same with background in them; absent when the pack has
   * no eraser.
   */
  readonly erase?: Erase;
  /** Windows of the pack's resolution → logits of objects; absent when the pack has no foreground model. */
  readonly segmentForeground?: SegmentForeground;
  /** Derivatives of the models that guidance goes through. */
  readonly gradients: Gradients;
}

/** Prompts kept; the words of a closed vocabulary fit. */
const TEXT_CACHE = 512;

/** One tokenizer for each model that takes text. */
export interface Tokenizers {
  readonly text: Tokenize;
  readonly clip: Tokenize;
  readonly segmenter: Tokenize;
}

export function makePack(parts: {
  manifest: Manifest;
  folder: string;
  provider: ActiveProvider;
  notice?: string | undefined;
  stopwatch: Stopwatch;
  tokenizers: Tokenizers;
  graphs: Graphs;
  /** Embeddings of the pack's words in CLIP's space that it ships, by prompt. */
  embeddings: ReadonlyMap<string, Float32Array>;
  doubler: Graph | undefined;
  gradients: Gradients;
  /** Whether the UNet's rows run one after another, for lower memory. */
  lowMemory: boolean;
}): Pack {
  const { manifest, folder, provider, notice, stopwatch, tokenizers, gradients, embeddings } = parts;
  const graphs = parts.graphs as Record<string, Graph>;
  const { components, scalingFactor } = manifest;
  const encodeTexts = cached(TEXT_CACHE, prompts => encodePrompts(graphs, tokenizers, prompts));
  const encodeText = async (prompt: string) => (await encodeTexts([prompt]))[0];
  const segment = segmenter(graphs.segmenter, components.segmenter.pixels, manifest.calibration.logitOffset);
  const decodeLatents = latentDecoder(graphs.vaeDecoder, scalingFactor);
  const reads = graphs.segmenter.inputShape('input_ids') !== undefined;

  return {
    manifest,
    folder,
    provider,
    ...(notice === undefined ? {} : { notice }),
    stopwatch,
    gradients,
    encodeText,
    encodeTexts,
    async embedTexts(prompts) {
      const encoded = await encodeTexts(prompts.filter(prompt => !embeddings.has(prompt)));
      let next = 0;
      return prompts.map(prompt => embeddings.get(prompt) ?? encoded[next++].textEmbeds.data);
    },
    encodeImage: imageEmbedder(graphs.clipImage, components.clipImage.pixels, tokenizers.clip('')),
    segment: async (images, prompt) =>
      segment(images, reads ? { tokens: tokenizers.segmenter(prompt) } : await encodeText(prompt)),
    encodeLatents: latentEncoder(graphs.vaeEncoder, scalingFactor),
    decodeLatents,
    previewLatents:
      graphs.previewDecoder === undefined
        ? decodeLatents
        : latentDecoder(graphs.previewDecoder, PREVIEW_SCALING),
    predict: predictor(graphs.unet, { lowMemory: parts.lowMemory }),
    guided: takesGuidance(graphs.unet),
    ...(graphs.upscaler === undefined ? {} : { upscale: upscaler(graphs.upscaler, parts.doubler) }),
    ...(graphs.eraser === undefined ? {} : { erase: eraser(graphs.eraser) }),
    ...(graphs.foreground === undefined ? {} : { segmentForeground: foregroundSegmenter(graphs.foreground) }),
  };
}

/** Both encoders of text; where one file is both, in one run. */
async function encodePrompts(
  { textEncoder, clipText }: Record<string, Graph>,
  tokenizers: Tokenizers,
  prompts: readonly string[],
): Promise<EncodedText[]> {
  const encoded = await runTextEncoder(textEncoder, prompts.map(tokenizers.text));
  const promptEmbeds = outputOf(encoded, 'last_hidden_state', textEncoder.file);
  const textEmbeds =
    clipText === textEncoder
      ? textEmbedsOf(encoded, textEncoder)
      : await textTower(clipText, prompts.map(tokenizers.clip));
  return prompts.map((_, i) => ({ promptEmbeds: slice(promptEmbeds, i), textEmbeds: slice(textEmbeds, i) }));
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
