import { denoise, type NoiseSource, unetDenoiser } from './denoise.ts';
import type { EditHooks } from './events.ts';
import { classifierFreeGuidance } from './guidance/classifier-free.ts';
import { resize } from './image/resample.ts';
import type { Pack } from './models/pack.ts';
import { asPrompt, isRemoval, paintPrompts } from './models/vocabulary.ts';
import { dot } from './numeric.ts';
import type { EditOptions } from './options.ts';
import { gaussian } from './random.ts';
import type { EncodedRegion } from './region/encode.ts';
import { createScheduler, schedulerConfig } from './schedulers/index.ts';
import { concat, repeat, slice, type Tensor } from './tensor.ts';

/** A painted region, the best of its candidates. */
export interface PaintedRegion {
  readonly encoded: EncodedRegion;
  /** The decoded window, `[1, 3, H, W]`. */
  readonly image: Tensor;
  /** Which candidate it is, from 1. */
  readonly chosen: number;
}

/** Denoises `bestOf` candidates as one batch; each has a noise stream of its own. Returns `[bestOf, C, h, w]`. */
export async function denoiseRegion(
  pack: Pack,
  region: EncodedRegion,
  options: EditOptions,
  firstSeed: number,
  { signal, onEvent }: EditHooks,
): Promise<Tensor> {
  const { bestOf, guidanceScale, steps } = options;
  const batch = (x: Tensor) => repeat(x, bestOf);
  const masks = batch(region.latentMask);
  const prompts = paintPrompts(pack.manifest, options.to, firstSeed, bestOf);
  const [negative, ...wanted] = await pack.encodeTexts([options.negativePrompt, ...prompts]);
  return denoise({
    denoiser: classifierFreeGuidance(unetDenoiser(pack, masks, batch(region.maskedLatents)), {
      prompt: concat(wanted.map(text => text.promptEmbeds)),
      negativePrompt: batch(negative.promptEmbeds),
      guidanceScale,
    }),
    scheduler: createScheduler(schedulerConfig(pack.manifest.scheduler, options.scheduler), steps),
    noise: noiseStreams(region.initLatents.dims, firstSeed, bestOf),
    initLatents: batch(region.initLatents),
    latentMask: masks,
    signal,
    onStep: (step, of, predOriginalSample) =>
      onEvent?.({ type: 'step', step, steps: of, predOriginalSample }),
  });
}

/** One row per candidate, each from its own seed: a candidate does not depend on how many there are. */
function noiseStreams(dims: readonly number[], firstSeed: number, count: number): NoiseSource {
  const size = dims.reduce((a, b) => a * b);
  const streams = Array.from({ length: count }, (_, i) => gaussian(firstSeed + i));
  return () => concat(streams.map(stream => ({ data: stream(size), dims })));
}

/** Decodes the candidates and keeps the one whose region is nearest to the target text (or farthest from `from`). */
export async function decodeBest(
  pack: Pack,
  encoded: EncodedRegion,
  latents: Tensor,
  options: EditOptions,
): Promise<PaintedRegion> {
  const images = await pack.decodeLatents(latents);
  if (images.dims[0] === 1) return { encoded, image: images, chosen: 1 };
  const { size } = pack.manifest.components.clipImage.pixels;
  const embeds = await pack.encodeImage(resize(images, size, size));
  const wanted = isRemoval(pack.manifest, options.to) ? options.from : options.to;
  const sign = isRemoval(pack.manifest, options.to) ? -1 : 1;
  const { textEmbeds } = await pack.encodeText(asPrompt(pack.manifest, wanted));
  const scores = Array.from(
    { length: images.dims[0] },
    (_, i) => sign * dot(slice(embeds, i).data, textEmbeds.data),
  );
  const best = scores.indexOf(Math.max(...scores));
  return { encoded, image: slice(images, best), chosen: best + 1 };
}
