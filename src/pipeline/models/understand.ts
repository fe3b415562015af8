import type { Colour, InstanceChoice } from './choice.ts';
import { ENGLISH, englishNames } from './english.ts';
import type { Manifest } from './manifest.ts';
import { choose, colouring, readPhrase, textsOf } from './phrases.ts';
import { isTaught, namedObjects, plain, type Vocabulary } from './vocabulary.ts';

/** A pack's reading of somebody's words. */
export interface Understood {
  /** The words for its models. */
  readonly words: string;
  /** Which of several objects is meant. */
  readonly instance?: InstanceChoice;
  /** The colour that the new object is to have. */
  readonly colour?: Colour;
  /** The words that the models do not know, in order. */
  readonly ignored: readonly string[];
}

/**
 * A closed vocabulary's reading of words for an object to find (`from`) or to paint (`to`); undefined when
 * none of its objects is named. With an open vocabulary everything is understood.
 */
export function understand(manifest: Manifest, field: 'from' | 'to', words: string): Understood | undefined {
  const { vocabulary } = manifest;
  if (vocabulary === undefined || isTaught(vocabulary, field, words)) return { words, ignored: [] };
  const { object, rest } = readPhrase(plain(words), formsOf(vocabulary, field), ENGLISH);
  if (object === undefined) return undefined;
  if (field === 'to') {
    const { colour, ignored } =
      manifest.composite === 'layers' ? colouring(rest) : { ignored: textsOf(rest) };
    return { words: object, ...(colour === undefined ? {} : { colour }), ignored };
  }
  const { choice, ignored } = choose(rest);
  return { words: object, ...(choice === undefined ? {} : { instance: choice }), ignored };
}

/** Words of one field that a pack does not know, and its reading of the others. */
export interface Ignored {
  readonly field: 'from' | 'to';
  readonly object: string;
  readonly words: readonly string[];
}

/**
 * The words of a request that are not understood, to be reported before anything is painted; empty when all
 * are.
 */
export function notUnderstood(
  manifest: Manifest,
  request: { readonly from?: string; readonly to?: string; readonly force?: boolean },
): Ignored[] {
  if (request.force === true) return [];
  return (['from', 'to'] as const).flatMap(field => {
    const understood = understand(manifest, field, request[field] ?? '');
    if (understood === undefined || understood.ignored.length === 0) return [];
    return [{ field, object: understood.words, words: understood.ignored }];
  });
}

/** Made once for each vocabulary. */
const FORMS = { from: new WeakMap<Vocabulary, Forms>(), to: new WeakMap<Vocabulary, Forms>() };
type Forms = ReadonlyMap<string, string>;

/** What objects are called in a phrase, one of it or several → the object. */
function formsOf(vocabulary: Vocabulary, field: 'from' | 'to'): Forms {
  const before = FORMS[field].get(vocabulary);
  if (before !== undefined) return before;
  const forms = englishNames(namedObjects(vocabulary, field));
  FORMS[field].set(vocabulary, forms);
  return forms;
}
