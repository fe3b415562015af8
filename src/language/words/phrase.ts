import { ENGLISH, englishNames } from '../../pipeline/models/english.ts';
import { type Phrase, readPhrase } from '../../pipeline/models/phrases.ts';
import type { Locale } from '../locales.ts';
import { CHOOSING } from './choosing.ts';
import { fold, nameOf, wordsOf } from './lookup.ts';

/**
 * The thing that a phrase names, and what it says besides: "the left horse", "das rote Auto". In the member's own language, or else in
 * the pack's. Synonyms count in English alone: elsewhere they are tags of drawings, most of them parts of other phrases.
 */
export function phraseIn(written: string, things: readonly string[], locale: Locale): Phrase {
  if (locale !== 'en') {
    const own = new Map(things.map(thing => [fold(nameOf(thing, locale)), thing]));
    const phrase = readPhrase(fold(written), own, CHOOSING[locale]);
    if (phrase.object !== undefined) return phrase;
  }
  return readPhrase(fold(written), englishNames(things.map(thing => [thing, wordsOf(thing, 'en')])), ENGLISH);
}
