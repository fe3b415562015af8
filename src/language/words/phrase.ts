import { ENGLISH, englishForms } from '../../pipeline/models/english.ts';
import { type Phrase, readPhrase } from '../../pipeline/models/phrases.ts';
import type { Locale } from '../locales.ts';
import { CHOOSING } from './choosing.ts';
import { fold, nameOf } from './lookup.ts';

/**
 * The thing that a phrase names, and what it says besides: "the left horse", "das rote Auto". In the member's own language, or else in
 * the pack's. A phrase's synonyms are not looked for: most of them are parts of other phrases.
 */
export function phraseIn(written: string, things: readonly string[], locale: Locale): Phrase {
  const own = things.flatMap(thing =>
    formsOf(nameOf(thing, locale), locale).map(name => [name, thing] as const),
  );
  const phrase = readPhrase(fold(written), new Map(own), CHOOSING[locale]);
  if (phrase.thing !== undefined || locale === 'en') return phrase;
  const english = things.flatMap(thing => formsOf(thing, 'en').map(name => [name, thing] as const));
  return readPhrase(fold(written), new Map(english), ENGLISH);
}

const formsOf = (name: string, locale: Locale): string[] =>
  locale === 'en' ? englishForms(fold(name)) : [fold(name)];
