import { alphasCumprod } from './betas.ts';
import { linspace } from './numeric.ts';
import type { CommonConfig, SigmaConfig } from './solver.ts';

/** σ = √((1 − ᾱ) / ᾱ), the noise of `x₀ + σ ε`: Karras et al. 2022 (arXiv 2206.00364). */
const sigmaOf = (alphaCumprod: number): number => Math.sqrt((1 - alphaCumprod) / alphaCumprod);

/** ᾱ = 1 / (1 + σ²). */
export const alphaCumprodOf = (sigma: number): number => 1 / (1 + sigma ** 2);

/** Stands in for ᾱ = 0, where σ is infinite; diffusers takes the same. */
const leastAlphaCumprod = 2 ** -24;

/** σ of every training timestep, ascending. */
export const trainingSigmas = (config: CommonConfig): number[] =>
  alphasCumprod(config).map(alpha => sigmaOf(alpha === 0 ? leastAlphaCumprod : alpha));

/** From `max` down to `min`, denser near `min`: Karras et al. 2022, equation 5 with ρ = 7. */
export const karrasSigmas = (max: number, min: number, steps: number): number[] =>
  linspace(max ** (1 / 7), min ** (1 / 7), steps).map(root => root ** 7);

/** The fractional timestep at which the noise is `sigma`, linear in log σ between the ascending `sigmas`. */
export function timestepOf(sigma: number, sigmas: readonly number[]): number {
  const below = sigmas.findLastIndex(s => s <= sigma);
  const low = Math.min(Math.max(below, 0), sigmas.length - 2);
  const weight = Math.log(sigma / sigmas[low]) / Math.log(sigmas[low + 1] / sigmas[low]);
  return low + Math.min(Math.max(weight, 0), 1);
}

/** The noise that the last step leaves. */
export const finalSigma = (config: SigmaConfig, sigmas: readonly number[]): number =>
  config.final_sigmas_type === 'zero' ? 0 : sigmas[0];
