import { type ResolvedConfig, type SchedulerClass, type SchedulerConfig, unsupported } from './config.ts';

const defaults: Omit<ResolvedConfig, '_class_name'> = {
  num_train_timesteps: 1000,
  beta_start: 0.0001,
  beta_end: 0.02,
  beta_schedule: 'linear',
  trained_betas: [],
  rescale_betas_zero_snr: false,
  prediction_type: 'epsilon',
  timestep_spacing: 'leading',
  steps_offset: 0,
  set_alpha_to_one: true,
  clip_sample: false,
  clip_sample_range: 1,
  skip_prk_steps: false,
  solver_order: 2,
  lower_order_final: true,
  euler_at_final: false,
  final_sigmas_type: 'zero',
  use_karras_sigmas: false,
  original_inference_steps: 50,
  timestep_scaling: 10,
};

interface Solver {
  readonly defaults: Partial<ResolvedConfig>;
  /** What is supported of a key, where not everything is; an option left out counts as the first. */
  readonly only: { readonly [K in keyof SchedulerConfig]?: readonly unknown[] };
}

const sigmaSpacings = { use_beta_sigmas: [false], use_exponential_sigmas: [false] };

const solvers: Record<SchedulerClass, Solver> = {
  DDIMScheduler: { defaults: { clip_sample: true }, only: { thresholding: [false] } },
  PNDMScheduler: {
    defaults: { set_alpha_to_one: false },
    only: {
      prediction_type: ['epsilon', 'v_prediction'],
      rescale_betas_zero_snr: [false],
      skip_prk_steps: [true],
    },
  },
  DPMSolverMultistepScheduler: {
    defaults: { timestep_spacing: 'linspace' },
    only: {
      ...sigmaSpacings,
      algorithm_type: ['dpmsolver++'],
      lambda_min_clipped: [null],
      solver_order: [1, 2],
      solver_type: ['midpoint'],
      thresholding: [false],
      use_flow_sigmas: [false],
      use_lu_lambdas: [false],
      variance_type: [null],
    },
  },
  EulerDiscreteScheduler: {
    defaults: { timestep_spacing: 'linspace' },
    only: {
      ...sigmaSpacings,
      interpolation_type: ['linear'],
      sigma_max: [null],
      sigma_min: [null],
      timestep_type: ['discrete'],
    },
  },
  LCMScheduler: {
    defaults: { beta_start: 0.00085, beta_end: 0.012, beta_schedule: 'scaled_linear' },
    only: { thresholding: [false] },
  },
};

/** Fills in what diffusers' class of that name defaults to. */
export function withDefaults(config: SchedulerConfig): ResolvedConfig & SchedulerConfig {
  const stated = Object.fromEntries(Object.entries(config).filter(([, value]) => value != null));
  return { ...defaults, ...solvers[config._class_name].defaults, ...stated } as ResolvedConfig &
    SchedulerConfig;
}

/** `config` with its defaults. Throws where its class does not do here what it asks for, naming what it does. */
export function resolveConfig(config: SchedulerConfig): ResolvedConfig {
  const resolved = withDefaults(config);
  for (const [key, supported] of Object.entries(solvers[config._class_name].only)) {
    const value = resolved[key as keyof SchedulerConfig] ?? supported[0];
    if (!supported.includes(value))
      throw new Error(unsupported(`${key} of ${config._class_name}`, value, supported));
  }
  return resolved;
}
