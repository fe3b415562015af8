import { linspace } from './numeric.ts';
import type { BetaSchedule, CommonConfig } from './solver.ts';

type Betas = (config: CommonConfig) => number[];

/** ᾱ(t), up to a factor, of Nichol and Dhariwal 2021 (arXiv 2102.09672), equation 17, for t in [0, 1]. */
const squaredCosine = (t: number): number => Math.cos((((t + 0.008) / 1.008) * Math.PI) / 2) ** 2;

const betaSchedules: Record<BetaSchedule, Betas> = {
  linear: config => linspace(config.beta_start, config.beta_end, config.num_train_timesteps),
  scaled_linear: config =>
    linspace(Math.sqrt(config.beta_start), Math.sqrt(config.beta_end), config.num_train_timesteps).map(
      root => root ** 2,
    ),
  squaredcos_cap_v2: ({ num_train_timesteps: T }) =>
    Array.from({ length: T }, (_, t) =>
      Math.min(1 - squaredCosine((t + 1) / T) / squaredCosine(t / T), 0.999),
    ),
};

/**
 * Shifts and scales √ᾱ so that the last level is pure noise: Lin et al. 2023 (arXiv 2305.08891), algorithm 1.
 */
function rescaleZeroTerminalSnr(alphasCumprod: readonly number[]): number[] {
  const roots = alphasCumprod.map(Math.sqrt);
  const [first, last] = [roots[0], roots[roots.length - 1]];
  return roots.map(root => (((root - last) * first) / (first - last)) ** 2);
}

function betas(config: CommonConfig): number[] {
  const { trained_betas, num_train_timesteps, beta_schedule } = config;
  if (trained_betas.length === 0) return betaSchedules[beta_schedule](config);
  if (trained_betas.length === num_train_timesteps) return trained_betas;
  throw new Error(
    `scheduler config: ${trained_betas.length} trained_betas for ${num_train_timesteps} num_train_timesteps`,
  );
}

/** ᾱ_t = ∏ (1 − β_s) for s ≤ t, one for each training timestep, in float64. */
export function alphasCumprod(config: CommonConfig): number[] {
  let product = 1;
  const levels = betas(config).map(beta => {
    product *= 1 - beta;
    return product;
  });
  return config.rescale_betas_zero_snr ? rescaleZeroTerminalSnr(levels) : levels;
}
