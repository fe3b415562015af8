/** The languages Inlay answers in, by Discord's names. */
export const LOCALES = ['en', 'de', 'fr', 'es-ES', 'pt-BR', 'ja', 'ko', 'zh-CN'] as const;

export type Locale = (typeof LOCALES)[number];

/** A language of the same family serves where there is no better: es-419 reads es-ES, zh-TW zh-CN. */
export function localeOf(discordLocale: string): Locale {
  const [language] = discordLocale.split('-');
  return (
    LOCALES.find(locale => locale === discordLocale) ??
    LOCALES.find(locale => locale.split('-')[0] === language) ??
    'en'
  );
}
