import { resolveConfig, type SchedulerConfig, solverOf } from './config.ts';
import type { Scheduler } from './types.ts';

export { SCHEDULERS, type SchedulerConfig, type SchedulerName, schedulerConfig } from './config.ts';
export type { Scheduler } from './types.ts';

/**
 * A new sampling run of `steps` steps. Throws where the config asks for what its class does not support here,
 * or `steps` does not fit the training timesteps.
 *
 * @example
 * const scheduler = createScheduler(schedulerConfig(json, 'euler'), 20);
 * let latents = scale(scheduler.initNoiseSigma, noise);
 * for (const [index, timestep] of scheduler.timesteps.entries()) {
 *   const output = await unet(scheduler.scaleModelInput(latents, index), timestep);
 *   latents = scheduler.step(output, latents, index, drawNoise);
 * }
 */
export function createScheduler(config: SchedulerConfig, steps: number): Scheduler {
  const resolved = resolveConfig(config);
  if (!Number.isInteger(steps) || steps < 1 || steps > resolved.num_train_timesteps) {
    throw new Error(`${steps} steps: must be a whole number from 1 to ${resolved.num_train_timesteps}`);
  }
  return solverOf(resolved._class_name).create(resolved, steps);
}
