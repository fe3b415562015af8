import { z } from 'zod';
import type { Scheduler } from './types.ts';

/** The message for a value that is not supported. */
export function unsupported(key: string, value: unknown, supported: readonly unknown[]): string {
  const choices = supported.map(choice => choice ?? 'none').join(', ');
  return `scheduler config: ${key} ${JSON.stringify(value)} is not supported; supported: ${choices}`;
}

export const oneOf = <const T extends string>(key: string, supported: readonly T[]) =>
  z.enum(supported, { error: ({ input }) => unsupported(key, input, supported) });

/** Keys of a `scheduler_config.json` by name: what each may be, and diffusers' default. */
export type Keys = Readonly<Record<string, { readonly schema: z.ZodType; readonly fallback: unknown }>>;

/** The values of some keys with every default filled in. */
type Values<K extends Keys> = { readonly [Name in keyof K]: NonNullable<z.infer<K[Name]['schema']>> };

/**
 * Keys that every solver reads: the noise that the model was trained on, what it predicts, and the spacing of
 * steps.
 */
export const COMMON_KEYS = {
  num_train_timesteps: { schema: z.int().positive().optional(), fallback: 1000 },
  beta_start: { schema: z.number().optional(), fallback: 0.0001 },
  beta_end: { schema: z.number().optional(), fallback: 0.02 },
  beta_schedule: {
    schema: oneOf('beta_schedule', ['linear', 'scaled_linear', 'squaredcos_cap_v2']).optional(),
    fallback: 'linear',
  },
  /** An empty list stands for none. */
  trained_betas: { schema: z.array(z.number()).nullish(), fallback: [] },
  rescale_betas_zero_snr: { schema: z.boolean().optional(), fallback: false },
  prediction_type: {
    schema: oneOf('prediction_type', ['epsilon', 'v_prediction', 'sample']).optional(),
    fallback: 'epsilon',
  },
  timestep_spacing: {
    schema: oneOf('timestep_spacing', ['leading', 'trailing', 'linspace']).optional(),
    fallback: 'leading',
  },
  steps_offset: { schema: z.int().nonnegative().optional(), fallback: 0 },
  clip_sample: { schema: z.boolean().nullish(), fallback: false },
  clip_sample_range: { schema: z.number().positive().optional(), fallback: 1 },
} as const satisfies Keys;

/** Keys of the solvers that may space their noise levels as Karras et al. 2022 do. */
export const SIGMA_KEYS = {
  final_sigmas_type: {
    schema: oneOf('final_sigmas_type', ['zero', 'sigma_min']).optional(),
    fallback: 'zero',
  },
  use_karras_sigmas: { schema: z.boolean().nullish(), fallback: false },
} as const satisfies Keys;

/** Other spacings of the noise levels, which are not supported. */
export const ONLY_KARRAS = { use_beta_sigmas: [false], use_exponential_sigmas: [false] };

/** Keys of the solvers that step from one training timestep's ᾱ to another's. */
export const CLEAN_END_KEYS = {
  set_alpha_to_one: { schema: z.boolean().optional(), fallback: true },
} as const satisfies Keys;

/** A config with every default filled in, as far as all solvers read it. */
export type CommonConfig = Values<typeof COMMON_KEYS>;
export type SigmaConfig = CommonConfig & Values<typeof SIGMA_KEYS>;
export type CleanEndConfig = CommonConfig & Values<typeof CLEAN_END_KEYS>;
export type PredictionType = CommonConfig['prediction_type'];
export type BetaSchedule = CommonConfig['beta_schedule'];
export type TimestepSpacing = CommonConfig['timestep_spacing'];

/** One solver: its file exports all that the list, the help and the schema of configs are made of. */
export interface Solver<
  Name extends string = string,
  ClassName extends string = string,
  Own extends Keys = Keys,
> {
  /** The name people use. */
  readonly name: Name;
  /** The class in diffusers. */
  readonly className: ClassName;
  /** Keys that it reads besides `COMMON_KEYS`. */
  readonly keys: Own;
  /** Where its defaults differ from those of the keys. */
  readonly defaults?: Readonly<Record<string, unknown>>;
  /**
   * What is supported of a key, where not everything is; a key that is left out counts as the first. Keys
   * that are named only here are read to be refused: ignoring one silently would change the picture.
   */
  readonly only: Readonly<Record<string, readonly unknown[]>>;
  /** Values where it replaces the pack's own solver. */
  readonly insteadOfAnother?: Readonly<Record<string, unknown>>;
  create(config: CommonConfig & Values<Own>, steps: number): Scheduler;
}

/** States a solver, with the types of its own keys. */
export const defineSolver = <const Name extends string, const ClassName extends string, Own extends Keys>(
  solver: Solver<Name, ClassName, Own>,
): Solver<Name, ClassName, Own> => solver;
