import { type Locale, localeOf } from './locales.ts';
import { TEXTS, type Texts } from './texts/index.ts';

/** A member's language and its texts. */
export interface Speech {
  readonly locale: Locale;
  readonly texts: Texts;
}

/** The language and the texts for Discord's name of a language. */
export function speechFor(discordLocale: string): Speech {
  const locale = localeOf(discordLocale);
  return { locale, texts: TEXTS[locale] };
}
