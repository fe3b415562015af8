import { denoise, type NoiseSource, unetDenoiser } from './denoise.ts';
import type { EditHooks } from './events.ts';
import { classifierFreeGuidance, embeddedGuidance, leastGuided } from './guidance/classifier-free.ts';
import type { GuidanceMeter } from './guidance/gradient.ts';
import { guideFor } from './guidance/index.ts';
import { METHODS } from './methods.ts';
import type { Pack } from './models/pack.ts';
import { paintPrompt } from './models/vocabulary.ts';
import type { EditOptions } from './options.ts';
import { gaussian } from './random.ts';
import type { EncodedRegion } from './region/encode.ts';
import { createScheduler, schedulerConfig } from './schedulers/index.ts';
import { concat, repeat, type Tensor } from './tensor.ts';

/** Denoises `bestOf` candidates as one batch; each has a noise stream of its own. Returns `[bestOf, C, h, w]`. */
export async function denoiseRegion(
  pack: Pack,
  region: EncodedRegion,
  options: EditOptions,
  instance: number,
  { signal, onEvent, meter }: EditHooks & { readonly meter: GuidanceMeter },
): Promise<Tensor> {
  const { bestOf, guidanceScale, guidanceUntil, steps } = options;
  const batch = (x: Tensor) => repeat(x, bestOf);
  const masks = batch(region.latentMask);
  const wanted = paintPrompt(pack.manifest, options.to, options.seed);
  const [negative, prompt] = await pack.encodeTexts([options.negativePrompt, wanted]);
  const scheduler = createScheduler(schedulerConfig(pack.manifest.scheduler, options.scheduler), steps);
  const visits = scheduler.timesteps.length;
  const withPrompt = pack.guided ? embeddedGuidance : classifierFreeGuidance;
  return denoise({
    denoiser: withPrompt(unetDenoiser(pack, masks, batch(region.maskedLatents)), {
      prompt: batch(prompt.promptEmbeds),
      negativePrompt: batch(negative.promptEmbeds),
      guidanceScale,
      leastTimestep: leastGuided(scheduler.timesteps, guidanceUntil),
      limit: pack.manifest.guidanceLimit,
    }),
    scheduler,
    noise: noiseStreams(region.initLatents.dims, options.seed, instance, bestOf),
    initLatents: batch(region.initLatents),
    latentMask: masks,
    blend: METHODS[options.method].blend,
    guide: await guideFor(pack, region, options, { steps: visits, meter, signal }),
    signal,
    onStep: (step, of, predOriginalSample) =>
      onEvent?.({ type: 'step', step, steps: of, predOriginalSample }),
  });
}

/** Neighbouring seeds, instances and candidates all get noise of their own: there are at most 16 candidates. */
const streamSeed = (seed: number, instance: number, candidate: number): number =>
  (Math.imul(seed, 1_000_003) + instance * 16 + candidate) >>> 0;

/** One row per candidate, each from its own seed: a candidate does not depend on how many there are. */
function noiseStreams(dims: readonly number[], seed: number, instance: number, count: number): NoiseSource {
  const size = dims.reduce((a, b) => a * b);
  const streams = Array.from({ length: count }, (_, i) => gaussian(streamSeed(seed, instance, i)));
  return () => concat(streams.map(stream => ({ data: stream(size), dims })));
}
