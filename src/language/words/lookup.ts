import { nearestNamed } from '../../pipeline/models/spelling.ts';
import { LOCALES, type Locale } from '../locales.ts';
import data from './names.json' with { type: 'json' };

/** The name first, then synonyms. */
type Words = readonly string[];

const NAMES = data as Readonly<Record<string, Partial<Record<Locale, Words>>>>;

/** Every object that has names here. */
export const OBJECTS: readonly string[] = Object.keys(NAMES).filter(object => object !== 'nothing');

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

/** What an object is called in a language; its own word where the language has none. */
export const nameOf = (object: string, locale: Locale): string => NAMES[object]?.[locale]?.[0] ?? object;

/** All that an object is called in a language, folded. */
export const wordsOf = (object: string, locale: Locale): readonly string[] =>
  (NAMES[object]?.[locale] ?? [object]).map(fold);

export type Found =
  | { readonly kind: 'known'; readonly object: string }
  /** Not known; objects whose names are spelt most alike, best first. */
  | { readonly kind: 'unknown'; readonly nearest: readonly string[] };

/**
 * The object that a word means, of those that the pack knows. The member's own language comes first, then the
 * pack's own words, then synonyms, then every other language: so "Gift" in German is never a present.
 */
export function findObject(word: string, objects: readonly string[], locale: Locale): Found {
  const asked = fold(word);
  const named = (of: Locale) => objects.find(object => fold(nameOf(object, of)) === asked);
  const called = (of: Locale) => objects.find(object => wordsOf(object, of).includes(asked));
  const others = LOCALES.filter(other => other !== locale);
  const searches = [
    () => named(locale),
    () => objects.find(object => fold(object) === asked),
    () => called(locale),
    () => called('en'),
    ...others.map(other => () => named(other)),
    ...others.map(other => () => called(other)),
  ];
  for (const search of searches) {
    const object = search();
    if (object !== undefined) return { kind: 'known', object };
  }
  return { kind: 'unknown', nearest: nearestObjects(asked, objects, locale) };
}

/** Objects by how alike their names, or other words for them, in the language or in English are spelt. */
export const nearestObjects = (
  word: string,
  objects: readonly string[],
  locale: Locale,
  count = 3,
): string[] =>
  nearestNamed(
    fold(word),
    objects.flatMap(object =>
      locale === 'en'
        ? [[object, wordsOf(object, 'en')] as const]
        : [[object, wordsOf(object, locale)] as const, [object, wordsOf(object, 'en')] as const],
    ),
    2 * count,
  )
    .filter((object, i, all) => all.indexOf(object) === i)
    .slice(0, count);
