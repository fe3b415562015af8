import { z } from 'zod';

/** What to say of a value that is not supported. */
export function unsupported(key: string, value: unknown, supported: readonly unknown[]): string {
  const choices = supported.map(choice => choice ?? 'none').join(', ');
  return `scheduler config: ${key} ${JSON.stringify(value)} is not supported; supported: ${choices}`;
}

const oneOf = <const T extends string>(key: string, supported: readonly T[]) =>
  z.enum(supported, { error: ({ input }) => unsupported(key, input, supported) });

const solverKeys = {
  _class_name: oneOf('_class_name', [
    'DDIMScheduler',
    'PNDMScheduler',
    'DPMSolverMultistepScheduler',
    'EulerDiscreteScheduler',
    'LCMScheduler',
  ]),
  num_train_timesteps: z.int().positive().optional(),
  beta_start: z.number().optional(),
  beta_end: z.number().optional(),
  beta_schedule: oneOf('beta_schedule', ['linear', 'scaled_linear', 'squaredcos_cap_v2']).optional(),
  trained_betas: z.array(z.number()).nullish(),
  rescale_betas_zero_snr: z.boolean().optional(),
  prediction_type: oneOf('prediction_type', ['epsilon', 'v_prediction', 'sample']).optional(),
  timestep_spacing: oneOf('timestep_spacing', ['leading', 'trailing', 'linspace']).optional(),
  steps_offset: z.int().nonnegative().optional(),
  set_alpha_to_one: z.boolean().optional(),
  clip_sample: z.boolean().nullish(),
  clip_sample_range: z.number().positive().optional(),
  skip_prk_steps: z.boolean().optional(),
  solver_order: z.int().optional(),
  lower_order_final: z.boolean().optional(),
  euler_at_final: z.boolean().optional(),
  final_sigmas_type: oneOf('final_sigmas_type', ['zero', 'sigma_min']).optional(),
  use_karras_sigmas: z.boolean().nullish(),
  original_inference_steps: z.int().positive().optional(),
  timestep_scaling: z.number().optional(),
};

const option = z.union([z.string(), z.number(), z.boolean()]).nullish();

/** Options that are read only to refuse them: passing over one in silence would give another picture. */
const refusableKeys = {
  algorithm_type: option,
  interpolation_type: option,
  lambda_min_clipped: option,
  sigma_max: option,
  sigma_min: option,
  solver_type: option,
  thresholding: option,
  timestep_type: option,
  use_beta_sigmas: option,
  use_exponential_sigmas: option,
  use_flow_sigmas: option,
  use_lu_lambdas: option,
  variance_type: option,
};

const solverSchema = z.object(solverKeys);

const schedulerConfigSchema = solverSchema.extend(refusableKeys);

type Keys = z.infer<typeof solverSchema>;
/** A diffusers `scheduler_config.json`, as written: what it leaves out is decided by its class. */
export type SchedulerConfig = z.infer<typeof schedulerConfigSchema>;
export type SchedulerClass = Keys['_class_name'];

/** A config with every default filled in; no `trained_betas` is an empty list. */
export type ResolvedConfig = { readonly [K in keyof Keys]-?: NonNullable<Keys[K]> };
export type PredictionType = ResolvedConfig['prediction_type'];
export type BetaSchedule = ResolvedConfig['beta_schedule'];
export type TimestepSpacing = ResolvedConfig['timestep_spacing'];

/** Reads a `scheduler_config.json`. Unknown keys are dropped; throws naming the key, its value and what is supported. */
export function parseSchedulerConfig(json: unknown): SchedulerConfig {
  const { data, error } = schedulerConfigSchema.safeParse(json, { reportInput: true });
  if (error) {
    const [{ message, path, input }] = error.issues;
    const known = message.startsWith('scheduler config');
    throw new Error(
      known ? message : `scheduler config: ${path.join('.')} ${JSON.stringify(input)}: ${message}`,
    );
  }
  return data;
}
