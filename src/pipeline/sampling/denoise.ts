import { throwIfCancelled } from '../../errors.ts';
import type { ConditionalDenoiser, Denoiser } from '../guidance/classifier-free.ts';
import type { OriginalSampleGuide } from '../guidance/gradient.ts';
import { concat, repeat, scale, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { modelOutputFor, predictOriginalSample } from '../schedulers/prediction.ts';
import type { Scheduler } from '../schedulers/types.ts';

/** Gaussian noise of the latents' shape, the next of a seeded stream. */
export type NoiseSource = () => Tensor;

export interface DenoiseRun {
  readonly denoiser: Denoiser;
  readonly scheduler: Scheduler;
  readonly noise: NoiseSource;
  /** The source, encoded: `[B, C, h, w]`. */
  readonly initLatents: Tensor;
  /** `[B, 1, h, w]`, 1 = repaint. */
  readonly latentMask: Tensor;
  /** Whether the latents outside the mask are replaced by the source's after every step; default true. */
  readonly blend?: boolean;
  readonly guide?: OriginalSampleGuide | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly onStep?: ((step: number, steps: number, predOriginalSample: Tensor) => void) | undefined;
}

/**
 * Region-aware denoising (RDM, algorithm 1): from pure noise, after every step the latents outside the mask
 * are replaced by the source's own, noised to the same level, so that what grows inside fits its
 * surroundings.
 */
export async function denoise(run: DenoiseRun): Promise<Tensor> {
  const { denoiser, scheduler, noise, initLatents, latentMask, guide, signal, onStep } = run;
  const keep = run.blend ?? true;
  const steps = scheduler.timesteps.length;
  let latents = scale(scheduler.initNoiseSigma, noise());
  for (let i = 0; i < steps; i++) {
    throwIfCancelled(signal);
    const input = scheduler.scaleModelInput(latents, i);
    const alphaCumprod = scheduler.alphaCumprod(i);
    const type = scheduler.predictionType;
    let modelOutput = await denoiser(input, scheduler.timesteps[i]);
    let predOriginalSample = predictOriginalSample(modelOutput, input, alphaCumprod, type);
    if (guide !== undefined) {
      predOriginalSample = await guide(predOriginalSample, alphaCumprod, i);
      modelOutput = modelOutputFor(predOriginalSample, input, alphaCumprod, type);
    }
    latents = scheduler.step(modelOutput, latents, i, noise);
    if (keep) {
      // After the last step the source has no noise: none is drawn.
      const source = i + 1 === steps ? initLatents : scheduler.addNoise(initLatents, noise(), i + 1);
      latents = blend(latents, source, latentMask);
    }
    onStep?.(i + 1, steps, predOriginalSample);
  }
  return latents;
}

/** mask · inside + (1 − mask) · outside; the mask `[B, 1, h, w]` holds for every channel. */
function blend({ data: inside, dims }: Tensor, { data: outside }: Tensor, { data: mask }: Tensor): Tensor {
  const [, channels, height, width] = dims;
  const plane = height * width;
  const data = new Float32Array(inside.length);
  for (let start = 0; start < data.length; start += plane) {
    const cells = plane * Math.floor(start / (channels * plane));
    for (let p = 0, i = start; p < plane; p++, i++) {
      const m = mask[cells + p];
      data[i] = m * inside[i] + (1 - m) * outside[i];
    }
  }
  return { data, dims };
}

/**
 * The pack's UNet as a denoiser. Kind `inpaint` also takes the mask and the masked window's latents,
 * concatenated to the noisy latents in that order; kind `text2img` takes the noisy latents alone.
 */
export function unetDenoiser(pack: Pack, latentMask: Tensor, maskedLatents: Tensor): ConditionalDenoiser {
  if (pack.manifest.unetKind === 'text2img') return pack.predict;
  const known = concat([latentMask, maskedLatents], 1);
  return (latents, timestep, promptEmbeds, guidanceScale) => {
    const times = latents.dims[0] / known.dims[0];
    const rows = repeat(known, times);
    return pack.predict(concat([latents, rows], 1), timestep, promptEmbeds, guidanceScale);
  };
}
