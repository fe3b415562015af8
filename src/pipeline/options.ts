import type { z } from 'zod';
import { UserError } from '../errors.ts';
import { METHODS, type MethodName } from './methods.ts';
import type { Manifest } from './models/manifest.ts';
import { type Understood, understand } from './models/understand.ts';
import { allWords, combines, knownWord, nearestObjects } from './models/vocabulary.ts';
import { fallbacks, MAX_PROMPT, maskKeys, maskSchema, optionsSchema } from './option-table.ts';
import { SCHEDULERS } from './schedulers/index.ts';

export type EditOptions = z.infer<typeof optionsSchema>;

/** What must be said of an edit; the rest has defaults. */
export type EditRequest = Pick<EditOptions, 'from' | 'to'> & Partial<EditOptions>;

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
    ...fallbacks,
    scheduler: schedulerOf(manifest),
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
      `An object is given a colour only with composite layers: leave out "${colour}".`,
    );
  }
  return {
    ...options,
    ...placed(options, request, manifest),
    to,
    ...(colour === undefined ? {} : { colour }),
  };
}

/** The object to find and which of several: as stated, or as the words say. */
function placed(
  options: MaskOptions,
  { instance }: { instance?: MaskOptions['instance'] | undefined },
  manifest: Manifest,
): Pick<MaskOptions, 'from' | 'instance'> {
  const { words, instance: said } = checkWords('from', options, manifest);
  return { from: words, instance: instance ?? said ?? options.instance };
}

/**
 * What was asked for, or the pack's own way; the methods that the paper compares differ in what they do to
 * the window, and what surrounds an object has no matte.
 */
function compositeOf({ composite, invert, method = 'rdm' }: EditRequest, manifest: Manifest) {
  if (invert === true) return 'window';
  return composite ?? (method === 'rdm' ? manifest.composite : 'window');
}

/** A method's own defaults; none of an unknown method. */
const methodDefaults = (method: string = 'rdm') =>
  Object.hasOwn(METHODS, method) ? METHODS[method as MethodName].defaults : {};

/** The same for finding alone. */
export function parseMaskOptions(request: MaskRequest, manifest: Manifest): MaskOptions {
  const options = check(maskSchema, {
    ...maskPart({ ...fallbacks, ...manifest.defaults }),
    ...stated(request),
  });
  return { ...options, ...placed(options, request, manifest) };
}

/** Of an edit's options, those that are stated and that finding alone takes. */
export const maskRequestOf = (request: MaskRequest): MaskRequest => ({
  from: request.from,
  ...stated(maskPart(request)),
});

const maskPart = (options: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(maskKeys.map(key => [key, options[key]]));

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

/** The pack's reading of the words. Throws `UserError` when it has none. */
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
