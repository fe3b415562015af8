import { combine, scale } from '../math/tensor.ts';
import { interpolate } from './numeric.ts';
import { predictOriginalSample } from './prediction.ts';
import { alphaCumprodOf, finalSigma, karrasSigmas, timestepOf, trainingSigmas } from './sigmas.ts';
import { defineSolver, ONLY_KARRAS, SIGMA_KEYS, type SigmaConfig } from './solver.ts';
import { spacedTimesteps } from './timesteps.ts';
import type { Scheduler } from './types.ts';

/** Timesteps in float32, as in diffusers, and their σ with that after the last step. */
function discretise(config: SigmaConfig, steps: number): { timesteps: number[]; sigmas: number[] } {
  const training = trainingSigmas(config);
  const end = finalSigma(config, training);
  const timesteps = spacedTimesteps(config, steps).map(Math.fround);
  const sigmas = timesteps.map(t => interpolate(training, t));
  if (!config.use_karras_sigmas) return { timesteps, sigmas: [...sigmas, end] };
  const karras = karrasSigmas(sigmas[0], sigmas[steps - 1], steps);
  const between = karras.map(sigma => Math.fround(timestepOf(sigma, training)));
  return { timesteps: between, sigmas: [...karras, end] };
}

/**
 * Euler's method on dx/dσ = (x − x̂₀) / σ, x = x₀ + σ ε: Karras et al. 2022 (arXiv 2206.00364), algorithm 1
 * without Heun.
 */
export const euler = defineSolver({
  name: 'euler',
  className: 'EulerDiscreteScheduler',
  keys: SIGMA_KEYS,
  defaults: { timestep_spacing: 'linspace' },
  only: {
    ...ONLY_KARRAS,
    interpolation_type: ['linear'],
    sigma_max: [null],
    sigma_min: [null],
    timestep_type: ['discrete'],
  },
  create(config, steps) {
    const { timesteps, sigmas } = discretise(config, steps);
    const alphaCumprod = (index: number): number => alphaCumprodOf(sigmas[index]);
    const scaleModelInput: Scheduler['scaleModelInput'] = (sample, index) =>
      scale(Math.sqrt(alphaCumprod(index)), sample);
    return {
      predictionType: config.prediction_type,
      timesteps,
      // Leading does not start at the noisiest level, so the clean picture's own variance counts.
      initNoiseSigma: config.timestep_spacing === 'leading' ? Math.hypot(sigmas[0], 1) : sigmas[0],
      alphaCumprod,
      scaleModelInput,
      step(modelOutput, sample, index) {
        const input = scaleModelInput(sample, index);
        const x0 = predictOriginalSample(modelOutput, input, alphaCumprod(index), config.prediction_type);
        const kept = sigmas[index + 1] / sigmas[index];
        return combine(kept, sample, 1 - kept, x0);
      },
      addNoise: (original, noise, index) =>
        index === timesteps.length ? original : combine(1, original, sigmas[index], noise),
    };
  },
});
