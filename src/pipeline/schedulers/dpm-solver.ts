import { z } from 'zod';
import { combine, type Tensor } from '../math/tensor.ts';
import { interpolate, roundHalfToEven } from './numeric.ts';
import { predictOriginalSample } from './prediction.ts';
import { alphaCumprodOf, finalSigma, karrasSigmas, timestepOf, trainingSigmas } from './sigmas.ts';
import { defineSolver, ONLY_KARRAS, SIGMA_KEYS, type SigmaConfig } from './solver.ts';
import { wholeTimesteps } from './timesteps.ts';
import { variancePreserving } from './variance-preserving.ts';

const KEYS = {
  ...SIGMA_KEYS,
  solver_order: { schema: z.int().optional(), fallback: 2 },
  lower_order_final: { schema: z.boolean().optional(), fallback: true },
  euler_at_final: { schema: z.boolean().optional(), fallback: false },
};

/** Timesteps and their σ. Leading and linspace count the clean end among the points that they space. */
function discretise(config: SigmaConfig, steps: number): { timesteps: number[]; sigmas: number[] } {
  const training = trainingSigmas(config);
  const end = finalSigma(config, training);
  if (config.use_karras_sigmas) {
    const sigmas = karrasSigmas(training[training.length - 1], training[0], steps);
    const timesteps = sigmas.map(sigma => roundHalfToEven(timestepOf(sigma, training)));
    return { timesteps, sigmas: [...sigmas, end] };
  }
  const points = config.timestep_spacing === 'trailing' ? steps : steps + 1;
  const timesteps = wholeTimesteps(config, points).slice(0, steps);
  return { timesteps, sigmas: [...timesteps.map(t => interpolate(training, t)), end] };
}

/** DPM-Solver++(2M), midpoint: Lu et al. 2022 (arXiv 2211.01095), algorithm 2. */
export const dpmSolver = defineSolver({
  name: 'dpm++',
  className: 'DPMSolverMultistepScheduler',
  keys: KEYS,
  defaults: { timestep_spacing: 'linspace' },
  only: {
    ...ONLY_KARRAS,
    algorithm_type: ['dpmsolver++'],
    lambda_min_clipped: [null],
    solver_order: [1, 2],
    solver_type: ['midpoint'],
    thresholding: [false],
    use_flow_sigmas: [false],
    use_lu_lambdas: [false],
    variance_type: [null],
  },
  create(config, steps) {
    const { timesteps, sigmas } = discretise(config, steps);
    const levels = sigmas.map(alphaCumprodOf);
    const lastIsEuler =
      config.euler_at_final ||
      config.final_sigmas_type === 'zero' ||
      (config.lower_order_final && steps < 15);
    let previous: Tensor | undefined;

    // λ = log(α / σ), h = λ_t − λ_s and r = h_before / h.
    const h = (index: number): number => Math.log(sigmas[index] / sigmas[index + 1]);

    /**
     * D = (1 + 1/2r) x̂₀ − (1/2r) x̂₀ of the step before; without one, or with the clean end infinitely far,
     * x̂₀.
     */
    const extrapolate = (x0: Tensor, index: number): Tensor => {
      if (!previous || config.solver_order === 1 || (lastIsEuler && index === steps - 1)) return x0;
      const weight = h(index) / h(index - 1) / 2;
      return combine(1 + weight, x0, -weight, previous);
    };

    return {
      predictionType: config.prediction_type,
      ...variancePreserving(timesteps, levels),
      /** x_t = (σ_t / σ_s) x_s − α_t (e^−h − 1) D */
      step(modelOutput, sample, index) {
        const [from, to] = [levels[index], levels[index + 1]];
        const x0 = predictOriginalSample(modelOutput, sample, from, config.prediction_type);
        const D = extrapolate(x0, index);
        previous = x0;
        return combine(Math.sqrt((1 - to) / (1 - from)), sample, -Math.sqrt(to) * Math.expm1(-h(index)), D);
      },
    };
  },
});
