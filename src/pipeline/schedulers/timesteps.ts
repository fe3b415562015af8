import { linspace, roundHalfToEven } from './numeric.ts';
import type { CommonConfig, TimestepSpacing } from './solver.ts';

type Spacing = (config: CommonConfig, steps: number) => number[];

/** Table 2 of Lin et al. 2023 (arXiv 2305.08891), largest timestep first; linspace is not yet rounded. */
const spacings: Record<TimestepSpacing, Spacing> = {
  leading: ({ num_train_timesteps, steps_offset }, steps) => {
    const stride = Math.floor(num_train_timesteps / steps);
    return Array.from({ length: steps }, (_, i) => (steps - 1 - i) * stride + steps_offset);
  },
  trailing: ({ num_train_timesteps }, steps) => {
    const stride = num_train_timesteps / steps;
    return Array.from({ length: steps }, (_, i) => roundHalfToEven(num_train_timesteps - i * stride) - 1);
  },
  linspace: ({ num_train_timesteps }, steps) => linspace(0, num_train_timesteps - 1, steps).reverse(),
};

/**
 * `steps` timesteps in visiting order, whole numbers but for linspace.
 * Throws when they do not fit among the timesteps that the model was trained on.
 */
export function spacedTimesteps(config: CommonConfig, steps: number): number[] {
  const timesteps = spacings[config.timestep_spacing](config, steps);
  if (timesteps[0] < config.num_train_timesteps) return timesteps;
  throw new Error(
    `${steps} steps with steps_offset ${config.steps_offset} start at timestep ${timesteps[0]}, ` +
      `past the last of ${config.num_train_timesteps}`,
  );
}

/** `steps` whole timesteps in visiting order. */
export const wholeTimesteps = (config: CommonConfig, steps: number): number[] =>
  spacedTimesteps(config, steps).map(roundHalfToEven);
