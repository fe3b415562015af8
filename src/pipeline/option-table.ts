import { z } from 'zod';
import { METHODS, type MethodName } from './methods.ts';
import { CHOICES, COLOURS } from './models/choice.ts';
import { SCHEDULERS, type SchedulerName } from './schedulers/index.ts';

/** Characters of a prompt. */
export const MAX_PROMPT = 300;

/** One option of an edit: all that the library, the command line, Discord and the README say of it. */
export interface OptionRow {
  readonly schema: z.ZodType;
  /** Limits of a number, both included. */
  readonly min?: number;
  readonly max?: number;
  readonly whole?: true;
  /** What it may be, where it is one of a few words. */
  readonly values?: readonly string[];
  /** The value where nobody states one, and no pack or method does. Without it, the pack states one. */
  readonly fallback?: unknown;
  /** Has no default: must be stated. */
  readonly required?: true;
  /** Takes part in finding the object, and so belongs to a mask's options too. */
  readonly mask?: true;
  /** What it does, for `--help` and the README; limits and default are added. */
  readonly help: string;
  /** The flag on the command line, as Commander takes it; without one, it is not offered there. */
  readonly flag?: string;
  /** Shown by `--help`; the others by `--help --all`. */
  readonly common?: true;
  /**
   * The name of `/edit`'s option; `max` where Discord allows less (of words: characters). Described in
   * `language/texts`.
   */
  readonly discord?: { readonly name: string; readonly max?: number };
}

const decimal = (min: number, max: number) => ({ schema: z.number().min(min).max(max), min, max });
const integer = (min: number, max: number) => ({
  schema: z.int().min(min).max(max),
  min,
  max,
  whole: true as const,
});
const oneOf = <const Values extends readonly [string, ...string[]]>(values: Values) => ({
  schema: z.enum(values),
  values,
});

/**
 * Every option of an edit, by its key in the library and in recipes. The order is that of a recipe's keys.
 */
export const OPTIONS = {
  from: {
    schema: z.string(),
    required: true,
    mask: true,
    help: 'the object to find',
    flag: '--from <words>',
    common: true,
    discord: { name: 'from', max: 100 },
  },
  to: {
    schema: z.string(),
    required: true,
    help: 'what to paint in its place; "nothing" removes it',
    flag: '--to <words>',
    common: true,
    discord: { name: 'to', max: 100 },
  },
  /** Of the painted object, in layers. The words of `to` state it on the command line. */
  colour: { schema: z.enum(COLOURS).optional(), help: 'the colour of the new object', fallback: undefined },
  /** See `methods.ts`. */
  method: {
    ...oneOf(Object.keys(METHODS) as [MethodName, ...MethodName[]]),
    fallback: 'rdm',
    help: 'the system of the paper’s comparison to use',
    flag: '--method <name>',
  },
  seed: {
    ...integer(0, 0xffff_ffff),
    fallback: 1,
    help: 'seed of the noise',
    flag: '--seed <n>',
    common: true,
    discord: { name: 'seed' },
  },
  steps: {
    ...integer(1, 200),
    help: 'denoising steps',
    flag: '--steps <n>',
    common: true,
    discord: { name: 'steps', max: 100 },
  },
  scheduler: {
    ...oneOf(Object.keys(SCHEDULERS) as [SchedulerName, ...SchedulerName[]]),
    help: 'the sampler',
    flag: '--scheduler <name>',
  },
  guidanceScale: {
    ...decimal(0, 30),
    help: 'scale of classifier-free guidance: how strongly to follow the words',
    flag: '--guidance <scale>',
    common: true,
    discord: { name: 'guidance' },
  },
  guidanceUntil: {
    ...decimal(0, 1),
    help: 'fraction of the steps, from the first, with classifier-free guidance; the others cost half',
    flag: '--guidance-until <fraction>',
  },
  clipGuidanceScale: {
    ...decimal(0, 10),
    fallback: 0,
    help: 'scale of CLIP’s gradient inside the mask, towards the words; 0 is off',
    flag: '--clip-guidance <scale>',
  },
  nerpScale: {
    ...decimal(0, 10),
    fallback: 0,
    help: 'scale of the gradient that preserves the region outside the mask (NERP); 0 is off',
    flag: '--nerp <scale>',
  },
  guideFrom: {
    ...decimal(0, 1),
    fallback: 0,
    help: 'gradients guide from this fraction of the steps',
    flag: '--guide-from <fraction>',
  },
  guideTo: {
    ...decimal(0, 1),
    fallback: 0.8,
    help: 'gradients guide up to this fraction of the steps',
    flag: '--guide-to <fraction>',
  },
  guideEvery: {
    ...integer(1, 200),
    fallback: 10,
    help: 'compute a new gradient at every k-th guided step',
    flag: '--guide-every <k>',
  },
  cutOuts: {
    ...integer(1, 64),
    fallback: 4,
    help: 'crops of the region for CLIP’s gradient',
    flag: '--cut-outs <n>',
  },
  negativePrompt: {
    schema: z.string().max(MAX_PROMPT),
    fallback: '',
    help: 'negative prompt: what to keep away from',
    flag: '--negative <words>',
  },
  /** `K` of the paper. */
  threshold: {
    ...integer(1, 254),
    mask: true,
    help: 'K: pixels whose score, of 0 to 255, is at least this are inside the mask',
    flag: '--threshold <K>',
    common: true,
    discord: { name: 'threshold' },
  },
  grow: {
    ...decimal(-32, 32),
    mask: true,
    help: 'dilate the outline, in pixels of the pack’s window; a negative number erodes it',
    flag: '--grow <px>',
  },
  feather: {
    ...decimal(0, 32),
    mask: true,
    help: 'width over which the mask fades out, in pixels of the pack’s window',
    flag: '--feather <px>',
  },
  context: {
    ...decimal(1, 4),
    mask: true,
    help: 'side of the window, as a multiple of the object’s longer side',
    flag: '--context <n>',
  },
  mask: {
    ...oneOf(['exact', 'hull', 'box', 'canvas']),
    help: 'the region that the model repaints',
    flag: '--mask <kind>',
  },
  composite: {
    schema: z.enum(['layers', 'window']),
    help: 'layers: erase the old object and lay the new one over it; window: show the repainted window through the mask',
    flag: '--composite <kind>',
  },
  tighten: {
    schema: z.boolean(),
    fallback: true,
    help: 'show all that was repainted, not only the old and the new object',
    flag: '--no-tighten',
  },
  /** Then `mask` is `exact`, and nothing is tightened. */
  invert: {
    schema: z.boolean(),
    fallback: false,
    mask: true,
    help: 'keep the object and repaint what surrounds it in its window',
    flag: '--invert',
  },
  bestOf: {
    ...integer(1, 16),
    help: 'candidates to paint, of which the best by CLIP score is kept',
    flag: '--best-of <n>',
  },
  /** See `InstanceChoice`. */
  instance: {
    schema: z.union([z.int().min(1).max(99), z.int().min(-99).max(-1), z.enum(CHOICES)]),
    fallback: 'all',
    mask: true,
    help: 'which of several: a number from the left, a negative one from the right, largest, smallest, top, bottom, middle, a colour, or all; --from may say it',
    flag: '--instance <which>',
    common: true,
  },
  anyway: {
    schema: z.boolean(),
    fallback: false,
    mask: true,
    help: 'take the most likely candidate where none is confident enough',
    flag: '--anyway',
  },
  force: {
    schema: z.boolean(),
    fallback: false,
    mask: true,
    help: 'accept words that the pack does not know',
    flag: '--force',
  },
} as const satisfies Record<string, OptionRow>;

type Table = typeof OPTIONS;
export type OptionKey = keyof Table;
/** Those with limits. */
type NumberKey = { [K in OptionKey]: Table[K] extends { max: number } ? K : never }[OptionKey];
/** Those that `/edit` offers. */
export type DiscordKey = { [K in OptionKey]: Table[K] extends { discord: object } ? K : never }[OptionKey];
type MaskKey = { [K in OptionKey]: Table[K] extends { mask: true } ? K : never }[OptionKey];

/** The options' rows, in order. */
export const optionRows = Object.entries(OPTIONS) as [OptionKey, OptionRow][];

export const maskKeys = optionRows.filter(([, { mask }]) => mask).map(([key]) => key) as MaskKey[];

export const discordKeys = optionRows
  .filter(([, { discord }]) => discord !== undefined)
  .map(([key]) => key) as DiscordKey[];

const schemasOf = (rows: readonly (readonly [string, OptionRow])[]) =>
  Object.fromEntries(rows.map(([key, { schema }]) => [key, schema]));

/** All options, without defaults. */
export const optionsSchema = z.strictObject(
  schemasOf(optionRows) as { [K in OptionKey]: Table[K]['schema'] },
);
/** Those that decide where the object is, without those of the painting. */
export const maskSchema = z.strictObject(
  schemasOf(optionRows.filter(([, { mask }]) => mask)) as { [K in MaskKey]: Table[K]['schema'] },
);

/** Defaults that neither a pack nor a method decides. */
export const fallbacks = Object.fromEntries(
  optionRows.filter(([, row]) => row.fallback !== undefined).map(([key, { fallback }]) => [key, fallback]),
);

/** The nearest number that an option may be. */
export function withinLimits(key: NumberKey, value: number): number {
  const { min, max } = OPTIONS[key];
  return Math.min(max, Math.max(min, value));
}
