import type { Colour, InstanceChoice } from './choice.ts';

/** The meaning of a word that names no object. */
type Meaning =
  | { readonly kind: 'filler' }
  | { readonly kind: 'colour'; readonly colour: Colour }
  | { readonly kind: 'ordinal'; readonly place: number }
  | { readonly kind: 'side'; readonly side: 'left' | 'right' | 'top' | 'bottom' | 'middle' }
  | { readonly kind: 'other'; readonly choice: 'all' | 'largest' | 'smallest' };

/** The words of a language that choose among objects, each entry several with commas between. */
export interface Wording {
  /** Whether words are separated by spaces. */
  readonly spaced: boolean;
  /** Words without meaning here. */
  readonly fillers: string;
  readonly left: string;
  readonly right: string;
  readonly top: string;
  readonly bottom: string;
  readonly middle: string;
  readonly largest: string;
  readonly smallest: string;
  readonly all: string;
  /** First, second and so on. */
  readonly ordinals: readonly string[];
  readonly colours: Readonly<Record<Colour, string>>;
}

export interface Lexicon {
  readonly spaced: boolean;
  readonly meanings: ReadonlyMap<string, Meaning>;
}

/** A word or words of a phrase, and their meaning where it is known. */
export interface Token {
  readonly text: string;
  readonly object?: string | undefined;
  readonly meaning?: Meaning | undefined;
}

/** A parsed phrase. */
export interface Phrase {
  /** The object that is meant; undefined when no known object is named. */
  readonly object?: string;
  /** All other meaningful words, in order. */
  readonly rest: readonly Token[];
}

/** @param fold how words are written in the texts that are read with it */
export function lexiconOf(wording: Wording, fold: (word: string) => string = word => word): Lexicon {
  const meanings = new Map<string, Meaning>();
  const add = (words: string, meaning: Meaning) => {
    for (const word of words.split(',')) meanings.set(fold(word.trim()), meaning);
  };
  add(wording.fillers, { kind: 'filler' });
  for (const side of ['left', 'right', 'top', 'bottom', 'middle'] as const)
    add(wording[side], { kind: 'side', side });
  for (const choice of ['all', 'largest', 'smallest'] as const)
    add(wording[choice], { kind: 'other', choice });
  for (const [i, words] of wording.ordinals.entries()) add(words, { kind: 'ordinal', place: i + 1 });
  for (const [colour, words] of Object.entries(wording.colours) as [Colour, string][])
    add(words, { kind: 'colour', colour });
  return { spaced: wording.spaced, meanings };
}

/**
 * Parses a phrase. Of adjacent objects the last is meant ("dog house"), of others the first ("a dragon riding
 * a bicycle").
 * @param text folded as the keys of `objects` and of the lexicon are
 * @param objects names of objects → the object
 */
export function readPhrase(text: string, objects: ReadonlyMap<string, string>, lexicon: Lexicon): Phrase {
  const tokens = tokensOf(text, objects, lexicon).filter(
    ({ object, meaning }) => object !== undefined || meaning?.kind !== 'filler',
  );
  const isObject = (token: Token | undefined) => token?.object !== undefined;
  // An orange is an object, and a cat that is orange is a cat.
  const isObjectAlone = (token: Token | undefined) => isObject(token) && token?.meaning?.kind !== 'colour';
  let head = tokens.findIndex(isObjectAlone);
  if (head < 0) head = tokens.findIndex(isObject);
  if (head < 0) return { rest: tokens };
  while (isObjectAlone(tokens[head + 1])) head++;
  return { object: tokens[head].object!, rest: tokens.toSpliced(head, 1) };
}

/**
 * Which of several objects is meant, and the unused words. A position counts before a size, a size before a
 * colour.
 */
export function choose(rest: readonly Token[]): { choice?: InstanceChoice; ignored: readonly string[] } {
  const of = <K extends Meaning['kind']>(kind: K) => {
    for (const token of rest) {
      if (token.meaning?.kind === kind)
        return { token, meaning: token.meaning as Extract<Meaning, { kind: K }> };
    }
    return undefined;
  };
  const [ordinal, side, other, colour] = [of('ordinal'), of('side'), of('other'), of('colour')];
  const without = (...used: (typeof ordinal | typeof side | typeof other | typeof colour)[]) =>
    rest.filter(token => !used.some(one => one?.token === token)).map(({ text }) => text);
  const where = side?.meaning.side;
  if (ordinal !== undefined && (where === undefined || where === 'left' || where === 'right')) {
    const { place } = ordinal.meaning;
    return { choice: where === 'right' ? -place : place, ignored: without(ordinal, side) };
  }
  if (where !== undefined) {
    return { choice: where === 'left' ? 1 : where === 'right' ? -1 : where, ignored: without(side) };
  }
  if (other !== undefined) return { choice: other.meaning.choice, ignored: without(other) };
  if (colour !== undefined) return { choice: colour.meaning.colour, ignored: without(colour) };
  return { ignored: without() };
}

/** The colour that is named beside the object, if any, and the unused words. */
export function colouring(rest: readonly Token[]): { colour?: Colour; ignored: readonly string[] } {
  const named = rest.find(({ meaning }) => meaning?.kind === 'colour');
  if (named?.meaning?.kind !== 'colour') return { ignored: textsOf(rest) };
  return { colour: named.meaning.colour, ignored: textsOf(rest.filter(token => token !== named)) };
}

export const textsOf = (tokens: readonly Token[]): readonly string[] => tokens.map(({ text }) => text);

const LETTER = /[\p{L}\p{N}]/u;

/** From the left, always the longest known word. */
function tokensOf(
  text: string,
  objects: ReadonlyMap<string, string>,
  { spaced, meanings }: Lexicon,
): Token[] {
  const keys = [...new Set([...objects.keys(), ...meanings.keys()])]
    .filter(key => key !== '' && text.includes(key))
    .sort((a, b) => b.length - a.length);
  const ends = (at: number) => !spaced || at >= text.length || !LETTER.test(text[at]);
  const tokens: Token[] = [];
  for (let at = 0; at < text.length; ) {
    if (!LETTER.test(text[at])) {
      at++;
      continue;
    }
    const known = keys.find(key => text.startsWith(key, at) && ends(at + key.length));
    const word = known ?? unknownAt(text, at, spaced ? [] : keys);
    const token = { text: word, object: objects.get(word), meaning: meanings.get(word) };
    tokens.push(token);
    at += word.length;
  }
  return tokens;
}

/** Unknown text, up to a space or to a known word. */
function unknownAt(text: string, at: number, keys: readonly string[]): string {
  let end = at + 1;
  while (
    end < text.length &&
    !/[\s,.;:!?、。，]/u.test(text[end]) &&
    !keys.some(key => text.startsWith(key, end))
  )
    end++;
  return text.slice(at, end);
}
