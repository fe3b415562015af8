import { z } from 'zod';
import { combine, scale, type Tensor } from '../math/tensor.ts';
import { ddimStep, levelLookup } from './ddim.ts';
import { CLEAN_END_KEYS, defineSolver } from './solver.ts';
import { wholeTimesteps } from './timesteps.ts';
import { variancePreserving } from './variance-preserving.ts';

/** Adams–Bashforth weights by the number of outputs known, newest first; the last is the PNDM paper's. */
const adamsBashforth = [
  [],
  [1],
  [3 / 2, -1 / 2],
  [23 / 12, -16 / 12, 5 / 12],
  [55 / 24, -59 / 24, 37 / 24, -9 / 24],
];

const extrapolate = (newestFirst: readonly Tensor[]): Tensor =>
  newestFirst
    .map((output, i) => scale(adamsBashforth[newestFirst.length][i], output))
    .reduce((sum, term) => combine(1, sum, 1, term));

/** Pseudo linear multistep (PLMS), started by one step taken twice: Liu et al. 2022 (arXiv 2202.09778). */
export const pndm = defineSolver({
  name: 'pndm',
  className: 'PNDMScheduler',
  keys: { ...CLEAN_END_KEYS, skip_prk_steps: { schema: z.boolean().optional(), fallback: false } },
  defaults: { set_alpha_to_one: false },
  only: {
    prediction_type: ['epsilon', 'v_prediction'],
    rescale_betas_zero_snr: [false],
    skip_prk_steps: [true],
  },
  // As another pack's solver it means PLMS.
  insteadOfAnother: { skip_prk_steps: true },
  create(config, steps) {
    const level = levelLookup(config);
    const stride = Math.floor(config.num_train_timesteps / steps);
    const visited = wholeTimesteps(config, steps);
    const timesteps = [...visited.slice(0, 2), ...visited.slice(1)];
    const last = timesteps[timesteps.length - 1];
    let outputs: Tensor[] = [];
    let start: Tensor | undefined;

    /** The first step again from where it started, with the mean of the slopes at its two ends (Heun). */
    const correct = (modelOutput: Tensor, from: Tensor): Tensor => {
      const mean = combine(0.5, modelOutput, 0.5, outputs[0]);
      return ddimStep(config, mean, from, { from: level(timesteps[1] + stride), to: level(timesteps[1]) });
    };

    return {
      predictionType: config.prediction_type,
      ...variancePreserving(timesteps, [...timesteps.map(level), level(last - stride)]),
      step(modelOutput, sample, index) {
        if (index === 1 && start) return correct(modelOutput, start);
        if (index === 0) start = sample;
        outputs = [modelOutput, ...outputs].slice(0, 4);
        const t = timesteps[index];
        return ddimStep(config, extrapolate(outputs), sample, { from: level(t), to: level(t - stride) });
      },
    };
  },
});
