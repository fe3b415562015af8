import { classifierFreeGuidance, embeddedGuidance, leastGuided } from '../guidance/classifier-free.ts';
import type { GuidanceMeter } from '../guidance/gradient.ts';
import { guideFor } from '../guidance/index.ts';
import { gaussian } from '../math/random.ts';
import { noiseSeed } from '../math/seeds.ts';
import { concat, repeat, slice, type Tensor } from '../math/tensor.ts';
import { METHODS } from '../methods.ts';
import type { Pack } from '../models/pack.ts';
import { paintPrompt } from '../models/vocabulary.ts';
import type { EditOptions } from '../options.ts';
import type { EditHooks } from '../progress/events.ts';
import type { EncodedRegion, UNetWindow } from '../region/encode.ts';
import { createScheduler, schedulerConfig } from '../schedulers/index.ts';
import { denoise, type NoiseSource, unetDenoiser } from './denoise.ts';

/** One of the pictures that are denoised as a batch. */
export interface PaintRow {
  /** The row of the window's latents that it is painted on. */
  readonly background: number;
  /** The UNet's prompt. */
  readonly prompt: string;
  /** The seed of its noise: a picture does not depend on the rest of the batch. */
  readonly stream: number;
}

/** Denoises rows as one batch. Returns `[rows, C, h, w]`. */
export async function denoiseRows(
  pack: Pack,
  window: UNetWindow,
  rows: readonly PaintRow[],
  options: EditOptions,
  { signal, onEvent, meter }: EditHooks & { readonly meter: GuidanceMeter },
): Promise<Tensor> {
  const { guidanceScale, guidanceUntil, steps } = options;
  const onBackground = (latents: Tensor) => concat(rows.map(({ background }) => slice(latents, background)));
  const masks = repeat(window.latentMask, rows.length);
  const [negative, ...prompts] = await pack.encodeTexts([
    options.negativePrompt,
    ...rows.map(({ prompt }) => prompt),
  ]);
  const scheduler = createScheduler(schedulerConfig(pack.manifest.scheduler, options.scheduler), steps);
  const visits = scheduler.timesteps.length;
  const withPrompt = pack.guided ? embeddedGuidance : classifierFreeGuidance;
  return denoise({
    denoiser: withPrompt(unetDenoiser(pack, masks, onBackground(window.maskedLatents)), {
      prompt: concat(prompts.map(({ promptEmbeds }) => promptEmbeds)),
      negativePrompt: repeat(negative.promptEmbeds, rows.length),
      guidanceScale,
      leastTimestep: leastGuided(scheduler.timesteps, guidanceUntil),
      limit: pack.manifest.guidanceLimit,
    }),
    scheduler,
    noise: noiseStreams(
      window.initLatents.dims.with(0, 1),
      rows.map(({ stream }) => stream),
    ),
    initLatents: onBackground(window.initLatents),
    latentMask: masks,
    blend: METHODS[options.method].blend,
    guide: await guideFor(pack, window, options, { steps: visits, meter, signal }),
    signal,
    onStep: (step, of, predOriginalSample) =>
      onEvent?.({ type: 'step', step, steps: of, predOriginalSample }),
  });
}

/**
 * Denoises `bestOf` candidates of a region; each has a noise stream of its own. Returns `[bestOf, C, h, w]`.
 */
export function denoiseRegion(
  pack: Pack,
  region: EncodedRegion,
  options: EditOptions,
  instance: number,
  hooks: EditHooks & { readonly meter: GuidanceMeter },
): Promise<Tensor> {
  const prompt = paintPrompt(pack.manifest, options.to, options.seed);
  const rows = Array.from({ length: options.bestOf }, (_, candidate) => ({
    background: 0,
    prompt,
    stream: noiseSeed(options.seed, instance, candidate),
  }));
  return denoiseRows(pack, region, rows, options, hooks);
}

/** One row of noise for each seed. */
function noiseStreams(dims: readonly number[], seeds: readonly number[]): NoiseSource {
  const size = dims.reduce((a, b) => a * b);
  const streams = seeds.map(gaussian);
  return () => concat(streams.map(stream => ({ data: stream(size), dims })));
}
