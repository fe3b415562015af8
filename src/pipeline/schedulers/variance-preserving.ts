import { combine } from '../math/tensor.ts';
import type { Scheduler } from './types.ts';

type Shared = Pick<
  Scheduler,
  'timesteps' | 'initNoiseSigma' | 'alphaCumprod' | 'scaleModelInput' | 'addNoise'
>;

/**
 * What schedulers have in common whose latents are x_t = √ᾱ x₀ + √(1 − ᾱ) ε.
 * `levels` holds ᾱ for each timestep, and for what the last step lands on.
 */
export const variancePreserving = (timesteps: readonly number[], levels: readonly number[]): Shared => ({
  timesteps,
  initNoiseSigma: 1,
  alphaCumprod: index => levels[index],
  scaleModelInput: sample => sample,
  addNoise: (original, noise, index) =>
    index === timesteps.length
      ? original
      : combine(Math.sqrt(levels[index]), original, Math.sqrt(1 - levels[index]), noise),
});
