import type { Locale } from '../locales.ts';
import { fold, nameOf, nearestObjects, wordsOf } from './lookup.ts';

/** Discord shows at most this many. */
const MOST = 25;

export interface Choice {
  readonly name: string;
  readonly value: string;
}

/**
 * What may be meant by the letters typed so far, in the member's language: recent words first, then names
 * that begin so, then synonyms that do, then names that hold them; if none does, the nearest spelt.
 */
export function suggest(
  typed: string,
  { objects, recent, locale }: { objects: readonly string[]; recent: readonly string[]; locale: Locale },
): Choice[] {
  const asked = fold(typed);
  const recently = recent.filter(word => fold(word).startsWith(asked));
  const rank = (object: string) => rankOf(asked, object, locale);
  const matching = objects
    .filter(object => rank(object) < NO_MATCH)
    .toSorted((a, b) => rank(a) - rank(b))
    .map(object => nameOf(object, locale));
  const nearest =
    recently.length + matching.length > 0
      ? []
      : nearestObjects(typed, objects, locale, 5).map(object => nameOf(object, locale));
  const seen = new Set<string>();
  return [...recently, ...matching, ...nearest]
    .filter(word => word.length <= 100 && !seen.has(fold(word)) && seen.add(fold(word)))
    .slice(0, MOST)
    .map(word => ({ name: word, value: word }));
}

const NO_MATCH = 4;

function rankOf(asked: string, object: string, locale: Locale): number {
  const name = fold(nameOf(object, locale));
  if (name.startsWith(asked)) return 0;
  if (fold(object).startsWith(asked)) return 1;
  if (wordsOf(object, locale).some(word => word.startsWith(asked))) return 2;
  return name.includes(asked) ? 3 : NO_MATCH;
}
