import { nearestNamed } from '../../pipeline/models/spelling.ts';
import { LOCALES, type Locale } from '../locales.ts';
import data from './names.json' with { type: 'json' };

/** The name first, then synonyms. */
type Words = readonly string[];

const NAMES = data as Readonly<Record<string, Partial<Record<Locale, Words>>>>;

/** Every thing that has names here. */
export const THINGS: readonly string[] = Object.keys(NAMES).filter(thing => thing !== 'nothing');

/** Case, accents and spaces do not matter; marks of Japanese and Korean do. */
export const fold = (word: string): string =>
  word
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .normalize('NFC')
    .toLowerCase()
    .replace(/œ/g, 'oe')
    .replace(/ß/g, 'ss')
    .replace(/\s+/g, ' ')
    .trim();

/** What a thing is called in a language; its own word where the language has none. */
export const nameOf = (thing: string, locale: Locale): string => NAMES[thing]?.[locale]?.[0] ?? thing;

/** All that a thing is called in a language, folded. */
export const wordsOf = (thing: string, locale: Locale): readonly string[] =>
  (NAMES[thing]?.[locale] ?? [thing]).map(fold);

export type Found =
  | { readonly kind: 'known'; readonly thing: string }
  /** Not known; things whose names are spelt most alike, best first. */
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

/**
 * The thing that a word means, of those that the pack knows. The member's own language comes first, then the
 * pack's own words, then synonyms, then every other language: so "Gift" in German is never a present.
 */
export function findThing(word: string, things: readonly string[], locale: Locale): Found {
  const asked = fold(word);
  const named = (of: Locale) => things.find(thing => fold(nameOf(thing, of)) === asked);
  const called = (of: Locale) => things.find(thing => wordsOf(thing, of).includes(asked));
  const others = LOCALES.filter(other => other !== locale);
  const searches = [
    () => named(locale),
    () => things.find(thing => fold(thing) === asked),
    () => called(locale),
    () => called('en'),
    ...others.map(other => () => named(other)),
    ...others.map(other => () => called(other)),
  ];
  for (const search of searches) {
    const thing = search();
    if (thing !== undefined) return { kind: 'known', thing };
  }
  return { kind: 'unknown', nearest: nearestObjects(asked, things, locale) };
}

/** Things by how alike their names, or other words for them, in the language or in English are spelt. */
export const nearestObjects = (
  word: string,
  things: readonly string[],
  locale: Locale,
  count = 3,
): string[] =>
  nearestNamed(
    fold(word),
    things.flatMap(thing =>
      locale === 'en'
        ? [[thing, wordsOf(thing, 'en')] as const]
        : [[thing, wordsOf(thing, locale)] as const, [thing, wordsOf(thing, 'en')] as const],
    ),
    2 * count,
  )
    .filter((thing, i, all) => all.indexOf(thing) === i)
    .slice(0, count);
