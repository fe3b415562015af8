import { combine, type Tensor } from '../math/tensor.ts';
import { alphasCumprod } from './betas.ts';
import { clipSample, predictOriginalSample } from './prediction.ts';
import { CLEAN_END_KEYS, type CleanEndConfig, type CommonConfig, defineSolver } from './solver.ts';
import { wholeTimesteps } from './timesteps.ts';
import { variancePreserving } from './variance-preserving.ts';

/** The levels ᾱ between which one step goes. */
interface Leap {
  readonly from: number;
  readonly to: number;
}

/** x_{t−1} = √ᾱ_{t−1} x̂₀ + √(1 − ᾱ_{t−1}) ε: equation 12 of the DDIM paper with η = 0. */
export function ddimStep(
  config: CommonConfig,
  modelOutput: Tensor,
  sample: Tensor,
  { from, to }: Leap,
): Tensor {
  const x0 = predictOriginalSample(modelOutput, sample, from, config.prediction_type);
  // ε is what the unclipped x̂₀ leaves, as in diffusers.
  const epsilon = combine(1 / Math.sqrt(1 - from), sample, -Math.sqrt(from / (1 - from)), x0);
  return combine(Math.sqrt(to), clipSample(config, x0), Math.sqrt(1 - to), epsilon);
}

/** ᾱ by training timestep; before the first one it is that of the clean end. */
export function levelLookup(config: CleanEndConfig): (timestep: number) => number {
  const levels = alphasCumprod(config);
  const clean = config.set_alpha_to_one ? 1 : levels[0];
  return timestep => (timestep < 0 ? clean : levels[timestep]);
}

/** Denoising diffusion implicit models, η = 0: Song, Meng and Ermon 2020 (arXiv 2010.02502). */
export const ddim = defineSolver({
  name: 'ddim',
  className: 'DDIMScheduler',
  keys: CLEAN_END_KEYS,
  defaults: { clip_sample: true },
  only: { thresholding: [false] },
  create(config, steps) {
    const level = levelLookup(config);
    const timesteps = wholeTimesteps(config, steps);
    // A step always goes ⌊T/steps⌋ timesteps down, as in diffusers, also where the spacing is not quite that.
    const stride = Math.floor(config.num_train_timesteps / steps);
    const leaps = timesteps.map(t => ({ from: level(t), to: level(t - stride) }));
    const levels = [...leaps.map(leap => leap.from), leaps[leaps.length - 1].to];
    return {
      predictionType: config.prediction_type,
      ...variancePreserving(timesteps, levels),
      step: (modelOutput, sample, index) => ddimStep(config, modelOutput, sample, leaps[index]),
    };
  },
});
