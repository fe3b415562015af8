import { combine } from '../math/tensor.ts';
import { alphasCumprod } from './betas.ts';
import type { ResolvedConfig } from './config.ts';
import { clipSample, predictOriginalSample } from './prediction.ts';
import type { Scheduler } from './types.ts';
import { variancePreserving } from './variance-preserving.ts';

/** An even choice of the `original_inference_steps` timesteps that the model was distilled on, noisiest first. */
function distilledTimesteps(config: ResolvedConfig, steps: number): number[] {
  const original = config.original_inference_steps;
  if (steps > original)
    throw new Error(`${steps} steps are more than the ${original} original_inference_steps`);
  const stride = Math.floor(config.num_train_timesteps / original);
  return Array.from(
    { length: steps },
    (_, i) => (original - Math.floor(i * (original / steps))) * stride - 1,
  );
}

/** c_skip and c_out, which make f(x, 0) = x: Song et al. 2023 (arXiv 2303.01469), appendix C, with σ_data = 0.5. */
function boundaryScalings(scaledTimestep: number): { skip: number; out: number } {
  const variance = scaledTimestep ** 2 + 0.5 ** 2;
  return { skip: 0.5 ** 2 / variance, out: scaledTimestep / Math.sqrt(variance) };
}

/** Multistep latent consistency sampling: Luo et al. 2023 (arXiv 2310.04378). */
export function lcmScheduler(config: ResolvedConfig, steps: number): Scheduler {
  const timesteps = distilledTimesteps(config, steps);
  const training = alphasCumprod(config);
  const scheduler = variancePreserving(timesteps, [...timesteps.map(t => training[t]), 1]);
  return {
    predictionType: config.prediction_type,
    ...scheduler,
    step(modelOutput, sample, index, noise) {
      const level = scheduler.alphaCumprod(index);
      const x0 = predictOriginalSample(modelOutput, sample, level, config.prediction_type);
      const { skip, out } = boundaryScalings(timesteps[index] * config.timestep_scaling);
      const denoised = combine(out, clipSample(config, x0), skip, sample);
      if (index === steps - 1) return denoised;
      if (!noise) throw new Error(`LCMScheduler draws noise at step ${index} of ${steps}: pass it a source`);
      return scheduler.addNoise(denoised, noise(), index + 1);
    },
  };
}
