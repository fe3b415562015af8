/** How a moment is written, by the letter of `<t:…:R>`. @type {Record<string, Intl.DateTimeFormatOptions>} */
const STYLES = {
  t: { timeStyle: 'short' },
  T: { timeStyle: 'medium' },
  d: { dateStyle: 'short' },
  D: { dateStyle: 'long' },
  f: { dateStyle: 'long', timeStyle: 'short' },
  F: { dateStyle: 'full', timeStyle: 'short' },
};

/** @type {readonly [Intl.RelativeTimeFormatUnit, number][]} */
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
];

/** "in 5 minutes". @param {Date} date @param {string} locale */
function relative(date, locale) {
  const seconds = Math.round((date.getTime() - Date.now()) / 1000);
  const [unit, size] = UNITS.find(([, size]) => Math.abs(seconds) >= size) ?? UNITS[UNITS.length - 1];
  return new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(Math.trunc(seconds / size), unit);
}

/** @param {Date} date @param {string} style @param {string} locale */
export const writeTime = (date, style, locale) =>
  style === 'R'
    ? relative(date, locale)
    : new Intl.DateTimeFormat(locale, STYLES[style] ?? STYLES.f).format(date);

/** When a message was sent. @param {string} timestamp @param {string} locale */
export const clock = (timestamp, locale) => writeTime(new Date(timestamp), 't', locale);
