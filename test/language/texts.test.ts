import { describe, expect, test } from 'vitest';
import { decimal, duration, list, percent, progressBar } from '../../src/language/format.ts';
import { LOCALES } from '../../src/language/locales.ts';
import { TEXTS, type Texts } from '../../src/language/texts/index.ts';

/** Every text of a language with its path; functions are called with long arguments. */
function everyText(texts: object, path = ''): { path: string; text: string }[] {
  return Object.entries(texts).flatMap(([key, value]) => {
    const here = path === '' ? key : `${path}.${key}`;
    if (typeof value === 'function') {
      const args = Array.from({ length: value.length }, (_, i) => `argument${i}`);
      return [{ path: here, text: String(value(...args)) }];
    }
    return typeof value === 'string' ? [{ path: here, text: value }] : everyText(value, here);
  });
}

const paths = (texts: Texts) => everyText(texts).map(({ path }) => path);

describe.each(LOCALES)('%s', locale => {
  const texts = TEXTS[locale];

  test('No text is empty, and every argument is said.', () => {
    for (const { path, text } of everyText(texts)) {
      expect({ path, empty: text.trim() === '' }).toEqual({ path, empty: false });
    }
    const unsaid = everyText(texts).filter(({ path, text }) => {
      const value = path.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)[key], texts);
      return (
        typeof value === 'function' &&
        !Array.from({ length: value.length }, (_, i) => i).every(i => text.includes(`argument${i}`))
      );
    });
    expect(unsaid.map(({ path }) => path)).toEqual([]);
  });

  test('Commands, options, buttons and forms keep to Discord’s lengths.', () => {
    const within = (group: Record<string, string>, most: number) =>
      Object.entries(group)
        .filter(([, text]) => text.length > most)
        .map(([key]) => key);
    expect(within(texts.commands, 100)).toEqual([]);
    expect(texts.commands.editThis.length).toBeLessThanOrEqual(32);
    expect(within(texts.options, 100)).toEqual([]);
    expect(within(texts.buttons, 34)).toEqual([]);
    expect(
      within({ ...texts.form, ...{ words: texts.buttons.words, source: texts.buttons.source } }, 45),
    ).toEqual([]);
    expect(texts.help.length).toBeLessThanOrEqual(2000);
  });

  test('It has the texts of English, no more and no less.', () => {
    expect(paths(texts)).toEqual(paths(TEXTS.en));
  });

  test('Markdown is balanced.', () => {
    const odd = everyText(texts).filter(
      ({ text }) => text.split('**').length % 2 === 0 || text.split('`').length % 2 === 0,
    );
    expect(odd.map(({ path }) => path)).toEqual([]);
  });
});

test.each(LOCALES.filter(locale => locale !== 'en'))(
  '%s is translated: no sentence is the English one.',
  locale => {
    const english = new Map(everyText(TEXTS.en).map(({ path, text }) => [path, text]));
    const same = everyText(TEXTS[locale]).filter(({ path, text }) => english.get(path) === text);
    // Nothing but its arguments.
    expect(same.map(({ path }) => path).filter(path => path !== 'queue.line')).toEqual([]);
  },
);

test('Times, numbers and lists are written as the language does.', () => {
  expect(duration(12_300, 'en')).toBe('12 seconds');
  expect(duration(200, 'en')).toBe('1 second');
  expect(duration(180_000, 'de')).toBe('3 Minuten');
  expect(duration(5000, 'ja')).toBe('5 秒');
  expect(decimal(2.5, 'de')).toBe('2,5');
  expect(decimal(0.75, 'en')).toBe('0.75');
  expect(percent(0.93, 'fr')).toMatch(/^93\s%$/u);
  expect(list(['a', 'b'], 'ja')).toBe('a b');
});

test('A bar has twelve cells and keeps within them.', () => {
  expect(progressBar(0, 'en')).toBe('▱▱▱▱▱▱▱▱▱▱▱▱ 0%');
  expect(progressBar(0.5, 'en')).toBe('▰▰▰▰▰▰▱▱▱▱▱▱ 50%');
  expect(progressBar(2, 'en').replace(/\D/g, '')).toBe('200');
  expect([...progressBar(2, 'en').split(' ')[0]]).toHaveLength(12);
});
