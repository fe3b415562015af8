import { combine, type Tensor } from '../tensor.ts';
import type { ResolvedConfig } from './config.ts';
import { interpolate, roundHalfToEven } from './numeric.ts';
import { predictOriginalSample } from './prediction.ts';
import { alphaCumprodOf, finalSigma, karrasSigmas, timestepOf, trainingSigmas } from './sigmas.ts';
import { wholeTimesteps } from './timesteps.ts';
import type { Scheduler } from './types.ts';
import { variancePreserving } from './variance-preserving.ts';

/** Timesteps and their σ; the clean end is a point of the spacing too, but for trailing, which counts from the other end. */
function discretise(config: ResolvedConfig, steps: number): { timesteps: number[]; sigmas: number[] } {
  const training = trainingSigmas(config);
  const end = finalSigma(config, training);
  if (config.use_karras_sigmas) {
    const sigmas = karrasSigmas(training[training.length - 1], training[0], steps);
    const whole = config.beta_schedule === 'squaredcos_cap_v2' ? Math.floor : roundHalfToEven;
    return { timesteps: sigmas.map(sigma => whole(timestepOf(sigma, training))), sigmas: [...sigmas, end] };
  }
  const points = config.timestep_spacing === 'trailing' ? steps : steps + 1;
  const timesteps = wholeTimesteps(config, points).slice(0, steps);
  return { timesteps, sigmas: [...timesteps.map(t => interpolate(training, t)), end] };
}

/** Whether step `index` must not extrapolate: nothing is known before it, or the clean end is too far off in log σ. */
function isFirstOrder(config: ResolvedConfig, steps: number, index: number): boolean {
  const eulerAtFinal =
    config.euler_at_final || config.final_sigmas_type === 'zero' || (config.lower_order_final && steps < 15);
  return config.solver_order === 1 || (eulerAtFinal && index === steps - 1);
}

/** DPM-Solver++(2M), midpoint: Lu et al. 2022 (arXiv 2211.01095), algorithm 2. */
export function dpmSolverScheduler(config: ResolvedConfig, steps: number): Scheduler {
  const { timesteps, sigmas } = discretise(config, steps);
  const levels = sigmas.map(alphaCumprodOf);
  let previous: Tensor | undefined;

  // λ = log(α / σ), h = λ_i − λ_{i−1} and r = h_{i−1} / h_i; D is x̂₀ extrapolated to the middle of the step.
  const lambda = (index: number): number => -Math.log(sigmas[index]);
  const h = (index: number): number => lambda(index + 1) - lambda(index);

  return {
    predictionType: config.prediction_type,
    ...variancePreserving(timesteps, levels),
    step(modelOutput, sample, index) {
      const x0 = predictOriginalSample(modelOutput, sample, levels[index], config.prediction_type);
      const remembered = isFirstOrder(config, steps, index) ? undefined : previous;
      const slope = remembered && h(index) / h(index - 1) / 2;
      const D = remembered && slope !== undefined ? combine(1 + slope, x0, -slope, remembered) : x0;
      previous = x0;
      const [from, to] = [levels[index], levels[index + 1]];
      return combine(Math.sqrt((1 - to) / (1 - from)), sample, -Math.sqrt(to) * Math.expm1(-h(index)), D);
    },
  };
}
