import type { Locale } from './locales.ts';

/** Milliseconds as people say them: "12 seconds", "3 minutes". */
export function duration(ms: number, locale: Locale): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  const [value, unit] = seconds < 90 ? [seconds, 'second'] : [Math.round(seconds / 60), 'minute'];
  return new Intl.NumberFormat(locale, { style: 'unit', unit, unitDisplay: 'long' }).format(value);
}

/** A time that Discord shows in the reader's own zone and words: "in 12 minutes". */
export const fromNow = (time: Date): string => `<t:${Math.ceil(time.getTime() / 1000)}:R>`;

export const percent = (fraction: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'percent' }).format(fraction);

/** A share of which one percent is much: "0.4%", "12%". */
export const smallPercent = (fraction: number, locale: Locale): string =>
  new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: fraction < 0.1 ? 1 : 0 }).format(
    fraction,
  );

export const decimal = (value: number, locale: Locale, maximumFractionDigits = 2): string =>
  new Intl.NumberFormat(locale, { maximumFractionDigits }).format(value);

/** Bytes in mebibytes, in which Discord counts its limits. */
export const megabytes = (bytes: number, locale: Locale): string =>
  `${decimal(bytes / 2 ** 20, locale, 1)} MiB`;

/** Words one after another, with the language's commas. */
export const list = (words: readonly string[], locale: Locale): string =>
  new Intl.ListFormat(locale, { type: 'unit', style: 'short' }).format(words);

const CELLS = 12;

/** A bar of twelve cells and the percentage, for a fraction of 0…1. */
export function progressBar(fraction: number, locale: Locale): string {
  const full = Math.round(Math.min(1, Math.max(0, fraction)) * CELLS);
  return `${'▰'.repeat(full)}${'▱'.repeat(CELLS - full)} ${percent(fraction, locale)}`;
}
