import { ENGLISH, englishNames } from '../../pipeline/models/english.ts';
import { type Phrase, readPhrase } from '../../pipeline/models/phrases.ts';
import type { Locale } from '../locales.ts';
import { CHOOSING } from './choosing.ts';
import { fold, nameOf, wordsOf } from './lookup.ts';

/**
 * The object that a phrase names, and what it says besides: "the left horse", "das rote Auto". In the
 * member's own language, or else in the pack's. Synonyms count in English alone: elsewhere they are tags of
 * drawings, most of them parts of other phrases.
 */
export function phraseIn(written: string, objects: readonly string[], locale: Locale): Phrase {
  if (locale !== 'en') {
    const own = new Map(objects.map(object => [fold(nameOf(object, locale)), object]));
    const phrase = readPhrase(fold(written), own, CHOOSING[locale]);
    if (phrase.object !== undefined) return phrase;
  }
  return readPhrase(
    fold(written),
    englishNames(objects.map(object => [object, wordsOf(object, 'en')])),
    ENGLISH,
  );
}
