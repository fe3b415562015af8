import type { Colour } from '../pipeline/models/choice.ts';
import type { Locale } from './locales.ts';
import { plainWords } from './plain.ts';
import type { Speech } from './speech.ts';
import { nameOfColour } from './words/choosing.ts';
import { nameOf } from './words/lookup.ts';

/** What is painted: "zebra", or "zebra (blue)", in the member's language. */
export function paintedName(to: string, colour: Colour | undefined, locale: Locale): string {
  const name = plainWords(nameOf(to, locale));
  return colour === undefined ? name : `${name} (${nameOfColour(colour, locale)})`;
}

/** "horse → zebra", in the member's language. */
export function titleOf(
  { from, to, colour }: { readonly from: string; readonly to?: string; readonly colour?: Colour | undefined },
  { locale }: Pick<Speech, 'locale'>,
): string {
  const after = to === undefined ? [] : [paintedName(to, colour, locale)];
  return [plainWords(nameOf(from, locale)), ...after].join(' → ');
}
