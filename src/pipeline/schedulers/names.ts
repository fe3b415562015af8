import { parseSchedulerConfig, type SchedulerClass, type SchedulerConfig } from './config.ts';
import { withDefaults } from './defaults.ts';

/** The names people use, and diffusers'. */
export const SCHEDULERS = {
  ddim: 'DDIMScheduler',
  pndm: 'PNDMScheduler',
  'dpm++': 'DPMSolverMultistepScheduler',
  euler: 'EulerDiscreteScheduler',
  lcm: 'LCMScheduler',
} as const satisfies Record<string, SchedulerClass>;

export type SchedulerName = keyof typeof SCHEDULERS;

function classOf(name: string): SchedulerClass {
  if (Object.hasOwn(SCHEDULERS, name)) return SCHEDULERS[name as SchedulerName];
  throw new Error(`scheduler "${name}" is not supported; supported: ${Object.keys(SCHEDULERS).join(', ')}`);
}

/**
 * Reads a pack's `scheduler_config.json`; with `name`, for another solver on the noise that the model was trained on.
 * What the file does not state takes the new solver's defaults, except that latents which were not clipped stay so.
 * `pndm` as another solver means PLMS. Throws on a value or name that is not supported.
 */
export function schedulerConfig(json: unknown, name?: string): SchedulerConfig {
  const config = parseSchedulerConfig(json);
  const _class_name = name === undefined ? config._class_name : classOf(name);
  if (_class_name === config._class_name) return config;
  const { beta_start, beta_end, beta_schedule, clip_sample } = withDefaults(config);
  return { ...config, beta_start, beta_end, beta_schedule, clip_sample, skip_prk_steps: true, _class_name };
}
