import type { Tensor } from '../math/tensor.ts';
import type { PredictionType } from './solver.ts';

/**
 * One sampling run. Multistep solvers remember earlier predictions, so make a new one for every run. Steps
 * are named by their index, 0 to `timesteps.length - 1`; the latents are the caller's to change between
 * steps.
 */
export interface Scheduler {
  readonly predictionType: PredictionType;
  /**
   * In visiting order, as the UNet takes them. Euler's may be fractional; PNDM visits the second one twice.
   */
  readonly timesteps: readonly number[];
  /** Standard deviation of the noise a run starts from, in the scheduler's own parametrisation. */
  readonly initNoiseSigma: number;
  /** ᾱ at step `index`; at `timesteps.length`, what the last step lands on. */
  alphaCumprod(index: number): number;
  /** The latents on the variance-preserving scale that the UNet was trained on. */
  scaleModelInput(sample: Tensor, index: number): Tensor;
  /**
   * Latents for `index + 1`. Only a stochastic scheduler (LCM) calls `noise`, and throws where it is missing.
   */
  step(modelOutput: Tensor, sample: Tensor, index: number, noise?: () => Tensor): Tensor;
  /** `original` at the noise level of step `index`; at `timesteps.length`, `original` itself. */
  addNoise(original: Tensor, noise: Tensor, index: number): Tensor;
}
