import { z } from 'zod';
import { ddim } from './ddim.ts';
import { dpmSolver } from './dpm-solver.ts';
import { euler } from './euler.ts';
import { lcm } from './lcm.ts';
import { pndm } from './pndm.ts';
import { COMMON_KEYS, type CommonConfig, type Keys, oneOf, type Solver, unsupported } from './solver.ts';
import type { Scheduler } from './types.ts';

/** Every solver there is: names, help and the schema of configs follow from this list. */
const SOLVERS = [ddim, pndm, dpmSolver, euler, lcm] as const;

type SolverOf<Name> = Extract<(typeof SOLVERS)[number], { readonly name: Name }>;
export type SchedulerName = (typeof SOLVERS)[number]['name'];
type SchedulerClass = (typeof SOLVERS)[number]['className'];

/** The names people use, and diffusers'. */
export const SCHEDULERS = Object.fromEntries(SOLVERS.map(({ name, className }) => [name, className])) as {
  readonly [Name in SchedulerName]: SolverOf<Name>['className'];
};

/** A solver without the types of its own keys: its config has been parsed. */
type AnySolver = Omit<Solver, 'create'> & { create(config: CommonConfig, steps: number): Scheduler };

export const solverOf = (className: SchedulerClass): AnySolver =>
  SOLVERS.find(solver => solver.className === className) as unknown as AnySolver;

const KEYS: Keys = Object.assign({}, COMMON_KEYS, ...SOLVERS.map(({ keys }) => keys));
const REFUSED = new Set(SOLVERS.flatMap(({ only }) => Object.keys(only)).filter(key => !(key in KEYS)));

/** What a key may be that is read only to be refused. */
const option = z.union([z.string(), z.number(), z.boolean()]).nullish();

const schedulerConfigSchema = z.object({
  _class_name: oneOf(
    '_class_name',
    SOLVERS.map(({ className }) => className),
  ),
  ...Object.fromEntries(Object.entries(KEYS).map(([key, { schema }]) => [key, schema])),
  ...Object.fromEntries(Array.from(REFUSED, key => [key, option])),
});

/** A diffusers `scheduler_config.json`, as written: what it leaves out is decided by its class. */
export type SchedulerConfig = { readonly _class_name: SchedulerClass } & {
  readonly [key: string]: unknown;
};

/**
 * Reads a `scheduler_config.json`. Unknown keys are dropped; throws naming the key, its value and what is
 * supported.
 */
function parseSchedulerConfig(json: unknown): SchedulerConfig {
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

/** Fills in what diffusers' class of that name defaults to. */
function withDefaults(config: SchedulerConfig): CommonConfig & SchedulerConfig {
  const general = Object.fromEntries(Object.entries(KEYS).map(([key, { fallback }]) => [key, fallback]));
  const stated = Object.fromEntries(Object.entries(config).filter(([, value]) => value != null));
  return { ...general, ...solverOf(config._class_name).defaults, ...stated } as CommonConfig &
    SchedulerConfig;
}

/**
 * `config` with its defaults. Throws where it asks for what its class does not support here, naming what it
 * does.
 */
export function resolveConfig(config: SchedulerConfig): CommonConfig & SchedulerConfig {
  const resolved = withDefaults(config);
  for (const [key, supported] of Object.entries(solverOf(config._class_name).only)) {
    const value = resolved[key] ?? supported[0];
    if (!supported.includes(value))
      throw new Error(unsupported(`${key} of ${config._class_name}`, value, supported));
  }
  return resolved;
}

function classOf(name: string): SchedulerClass {
  if (Object.hasOwn(SCHEDULERS, name)) return SCHEDULERS[name as SchedulerName];
  throw new Error(`scheduler "${name}" is not supported; supported: ${Object.keys(SCHEDULERS).join(', ')}`);
}

/**
 * Reads a pack's `scheduler_config.json`; with `name`, for another solver on the noise that the model was
 * trained on. What the file does not state takes the new solver's defaults, except that latents which were
 * not clipped stay so. Throws on a value or name that is not supported.
 */
export function schedulerConfig(json: unknown, name?: string): SchedulerConfig {
  const config = parseSchedulerConfig(json);
  const _class_name = name === undefined ? config._class_name : classOf(name);
  if (_class_name === config._class_name) return config;
  const { beta_start, beta_end, beta_schedule, clip_sample } = withDefaults(config);
  const { insteadOfAnother } = solverOf(_class_name);
  return { ...config, beta_start, beta_end, beta_schedule, clip_sample, ...insteadOfAnother, _class_name };
}
