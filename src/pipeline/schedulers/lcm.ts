import { z } from 'zod';
import { combine } from '../math/tensor.ts';
import { alphasCumprod } from './betas.ts';
import { clipSample, predictOriginalSample } from './prediction.ts';
import { type CommonConfig, defineSolver } from './solver.ts';
import { variancePreserving } from './variance-preserving.ts';

const KEYS = {
  original_inference_steps: { schema: z.int().positive().optional(), fallback: 50 },
  timestep_scaling: { schema: z.number().optional(), fallback: 10 },
};
type Config = CommonConfig & { readonly original_inference_steps: number };

/**
 * An even choice of the `original_inference_steps` timesteps that the model was distilled on, noisiest first.
 */
function distilledTimesteps(config: Config, steps: number): number[] {
  const original = config.original_inference_steps;
  if (steps > original)
    throw new Error(`${steps} steps are more than the ${original} original_inference_steps`);
  const stride = Math.floor(config.num_train_timesteps / original);
  return Array.from(
    { length: steps },
    (_, i) => (original - Math.floor(i * (original / steps))) * stride - 1,
  );
}

/**
 * c_skip and c_out, which make f(x, 0) = x: Song et al. 2023 (arXiv 2303.01469), appendix C, with σ_data =
 * 0.5.
 */
function boundaryScalings(scaledTimestep: number): { skip: number; out: number } {
  const variance = scaledTimestep ** 2 + 0.5 ** 2;
  return { skip: 0.5 ** 2 / variance, out: scaledTimestep / Math.sqrt(variance) };
}

/** Multistep latent consistency sampling: Luo et al. 2023 (arXiv 2310.04378). */
export const lcm = defineSolver({
  name: 'lcm',
  className: 'LCMScheduler',
  keys: KEYS,
  defaults: { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' },
  only: { thresholding: [false] },
  create(config, steps) {
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
        if (!noise)
          throw new Error(`LCMScheduler draws noise at step ${index} of ${steps}: pass it a source`);
        return scheduler.addNoise(denoised, noise(), index + 1);
      },
    };
  },
});
