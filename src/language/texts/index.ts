import { LOCALES, type Locale } from '../locales.ts';
import { de } from './de.ts';
import { en, type Texts } from './en.ts';
import { es } from './es.ts';
import { fr } from './fr.ts';
import { ja } from './ja.ts';
import { ko } from './ko.ts';
import { pt } from './pt.ts';
import { zh } from './zh.ts';

export type { Texts };

export const TEXTS: Readonly<Record<Locale, Texts>> = {
  en,
  de,
  fr,
  'es-ES': es,
  'pt-BR': pt,
  ja,
  ko,
  'zh-CN': zh,
};

/** Names of Discord's languages that share a translation. */
const ALSO: Partial<Record<Locale, readonly string[]>> = { 'es-ES': ['es-419'], 'zh-CN': ['zh-TW'] };

/** A text of the command list in every language but English, as Discord takes it. */
export function localizations(choose: (texts: Texts) => string): Record<string, string> {
  const entries = LOCALES.filter(locale => locale !== 'en').flatMap(locale =>
    [locale, ...(ALSO[locale] ?? [])].map(name => [name, choose(TEXTS[locale])] as const),
  );
  return Object.fromEntries(entries);
}
