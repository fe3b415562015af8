import { z } from 'zod';
import { UserError } from '../errors.ts';
import { METHODS, type MethodName } from './methods.ts';
import { CHOICES, COLOURS } from './models/choice.ts';
import type { Manifest } from './models/manifest.ts';
import { type Understood, understand } from './models/understand.ts';
import { allWords, combines, knownWord, nearestObjects } from './models/vocabulary.ts';
import { SCHEDULERS, type SchedulerName } from './schedulers/index.ts';

const MASK_KINDS = ['exact', 'hull', 'box', 'canvas'] as const;
const COMPOSITES = ['layers', 'window'] as const;
const MAX_PROMPT = 300;

const range = (low: number, high: number) => z.number().min(low).max(high);
const count = (low: number, high: number) => z.int().min(low).max(high);

/** Everything an edit can be told, without defaults: those come from the pack. */
const optionsSchema = z.strictObject({
  /** The thing to find. */
  from: z.string(),
  /** What to paint there. */
  to: z.string(),
  /** The colour that it is given in layers; without one, it has its own. */
  colour: z.enum(COLOURS).optional(),
  /** The system to use: see `methods.ts`. */
  method: z.enum(Object.keys(METHODS) as [MethodName, ...MethodName[]]),
  seed: count(0, 0xffff_ffff),
  steps: count(1, 200),
  scheduler: z.enum(Object.keys(SCHEDULERS) as [SchedulerName, ...SchedulerName[]]),
  guidanceScale: range(0, 30),
  /** The part of the steps, from the first, that classifier-free guidance takes part in; the rest cost half. */
  guidanceUntil: range(0, 1),
  /** Strength of the CLIP gradient in the region; 0 = off. */
  clipGuidanceScale: range(0, 10),
  /** Strength of the non-editing region preserving loss; 0 = off. */
  nerpScale: range(0, 10),
  /** Gradients guide from this part of the steps to that; every so many-th of them computes a new one. */
  guideFrom: range(0, 1),
  guideTo: range(0, 1),
  guideEvery: count(1, 200),
  /** Cut-outs of the region that CLIP sees at a guided step. */
  cutOuts: count(1, 64),
  negativePrompt: z.string().max(MAX_PROMPT),
  /** `K`, of scores 0–255. */
  threshold: count(1, 254),
  /** Pixels of the pack's resolution by which the thing's outline grows; negative shrinks. */
  grow: range(-32, 32),
  /** Pixels of the pack's resolution over which the mask fades out. */
  feather: range(0, 32),
  context: range(1, 4),
  mask: z.enum(MASK_KINDS),
  /** `layers`: the old object is erased and the new one laid over it; `window`: the repainted window is shown through the mask. */
  composite: z.enum(COMPOSITES),
  /** Show repainted background only where it must be. */
  tighten: z.boolean(),
  /** Keep the thing and repaint what surrounds it in the window; then `mask` is `exact` and nothing is tightened. */
  invert: z.boolean(),
  /** Candidates painted, of which the best by CLIP score is kept. */
  bestOf: count(1, 16),
  /** Which of several places: see `InstanceChoice`. */
  instance: z.union([count(1, 99), count(-99, -1), z.enum(CHOICES)]),
  /** Where no place is sure enough, take the likeliest. */
  anyway: z.boolean(),
  /** Go on with words the pack does not know. */
  force: z.boolean(),
});

export type EditOptions = z.infer<typeof optionsSchema>;

/** What must be said of an edit; the rest has defaults. */
export type EditRequest = Pick<EditOptions, 'from' | 'to'> & Partial<EditOptions>;

/** The options that decide where the thing is, without those of the painting. */
const maskSchema = optionsSchema.pick({
  from: true,
  threshold: true,
  grow: true,
  feather: true,
  context: true,
  instance: true,
  invert: true,
  anyway: true,
  force: true,
});

export type MaskOptions = z.infer<typeof maskSchema>;
export type MaskRequest = Pick<MaskOptions, 'from'> & Partial<MaskOptions>;

/**
 * Fills in the pack's defaults and checks everything. Throws `UserError('bad-option')`, or
 * `UserError('unknown-word')` naming the nearest words the pack knows.
 */
export function parseOptions(request: EditRequest, manifest: Manifest): EditOptions {
  const { minWindow: _, enlarge: __, combinationSteps, window, ...defaults } = manifest.defaults;
  const composite = compositeOf(request, manifest);
  const options = check(optionsSchema, {
    method: 'rdm',
    seed: 1,
    scheduler: schedulerOf(manifest),
    ...GRADIENTS,
    negativePrompt: '',
    tighten: true,
    invert: false,
    instance: 'all',
    anyway: false,
    force: false,
    ...defaults,
    ...(combinationSteps !== undefined && combines(manifest, request.to) ? { steps: combinationSteps } : {}),
    ...(composite === 'window' ? window : {}),
    ...methodDefaults(request.method),
    ...stated(request),
    composite,
    ...(request.invert === true ? { mask: 'exact', tighten: false } : {}),
  });
  if (options.composite === 'layers' && manifest.components.eraser === undefined) {
    throw new UserError('bad-option', `The pack ${manifest.name} has no eraser: use composite window.`);
  }
  const { words: to, colour = options.colour } = checkWords('to', options, manifest);
  if (colour !== undefined && options.composite !== 'layers') {
    throw new UserError(
      'bad-option',
      `A thing is given a colour only with composite layers: leave out "${colour}".`,
    );
  }
  return {
    ...options,
    ...placed(options, request, manifest),
    to,
    ...(colour === undefined ? {} : { colour }),
  };
}

/** The thing to find and which of several, as the words say where nobody stated it otherwise. */
function placed(
  options: MaskOptions,
  { instance }: { instance?: MaskOptions['instance'] | undefined },
  manifest: Manifest,
): Pick<MaskOptions, 'from' | 'instance'> {
  const { words, instance: said } = checkWords('from', options, manifest);
  return { from: words, instance: instance ?? said ?? options.instance };
}

/**
 * What was asked for, or the pack's own way; the methods that the paper compares differ in what they do to the window, and what surrounds
 * an object has no matte.
 */
function compositeOf({ composite, invert, method = 'rdm' }: EditRequest, manifest: Manifest) {
  if (invert === true) return 'window';
  return composite ?? (method === 'rdm' ? manifest.composite : 'window');
}

/** Off, and the schedule and number of cut-outs for when a scale is set. */
const GRADIENTS = {
  clipGuidanceScale: 0,
  nerpScale: 0,
  guideFrom: 0,
  guideTo: 0.8,
  guideEvery: 10,
  cutOuts: 4,
};

/** What a method says of options that nobody stated; of an unknown method, nothing. */
const methodDefaults = (method: string = 'rdm') =>
  Object.hasOwn(METHODS, method) ? METHODS[method as MethodName].defaults : {};

/** The same for finding alone. */
export function parseMaskOptions(request: MaskRequest, manifest: Manifest): MaskOptions {
  const { threshold, grow, feather, context } = manifest.defaults;
  const off = { invert: false, anyway: false, force: false };
  const defaults = { threshold, grow, feather, context, instance: 'all', ...off };
  const options = check(maskSchema, { ...defaults, ...stated(request) });
  return { ...options, ...placed(options, request, manifest) };
}

const stated = (request: object) =>
  Object.fromEntries(Object.entries(request).filter(([, value]) => value !== undefined));

function check<T>(schema: z.ZodType<T>, given: Record<string, unknown>): T {
  const parsed = schema.safeParse(given);
  if (parsed.success) return parsed.data;
  throw new UserError('bad-option', explain(parsed.error, given));
}

/** The pack's own scheduler, by the name people use. */
const schedulerOf = ({ scheduler }: Manifest) =>
  Object.entries(SCHEDULERS).find(([, className]) => className === scheduler._class_name)?.[0];

/** What the pack makes of the words. Throws `UserError` when that is nothing. */
function checkWords(
  field: 'from' | 'to',
  { force, ...options }: { from?: string; to?: string; force: boolean },
  manifest: Manifest,
): Understood {
  const words = (options[field] ?? '').trim();
  if (words === '')
    throw new UserError(
      'bad-option',
      `"${field}" is empty: say what to ${field === 'from' ? 'find' : 'paint'}.`,
    );
  if (words.length > MAX_PROMPT) {
    throw new UserError(
      'bad-option',
      `"${field}" has ${words.length} characters: use at most ${MAX_PROMPT}.`,
    );
  }
  const asked = options[field] ?? '';
  if (force) return { words: asked, ignored: [] };
  const understood = understand(manifest, field, asked);
  if (understood !== undefined) return understood;
  const verb = field === 'from' ? 'find' : 'paint';
  const elsewhere = knownWord(words, allWords(manifest)) !== undefined ? 'cannot' : 'does not know how to';
  const { vocabulary } = manifest;
  const near = vocabulary === undefined ? '' : nearestObjects(vocabulary, field, words).join(', ');
  throw new UserError(
    'unknown-word',
    `The pack ${manifest.name} ${elsewhere} ${verb} "${words}": the nearest words it knows are ${near} (--force tries anyway).`,
  );
}

function explain(error: z.ZodError, given: Record<string, unknown>): string {
  const [issue] = error.issues;
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return `There is no option ${issue.keys.join(', ')}.`;
  return `${field} cannot be ${JSON.stringify(given[field])}: ${reason(issue)}.`;
}

function reason(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'too_small':
      return `it must be at least ${issue.minimum}`;
    case 'too_big':
      return `it must be at most ${issue.maximum}`;
    case 'invalid_value':
      return `use ${issue.values.join(', ')}`;
    default:
      return issue.message.replace(/^Invalid input: /, '');
  }
}
