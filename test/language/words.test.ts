import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { LOCALES, localeOf } from '../../src/language/locales.ts';
import { suggest } from '../../src/language/words/autocomplete.ts';
import { findObject, fold, nameOf, OBJECTS } from '../../src/language/words/lookup.ts';

const { vocabulary } = JSON.parse(readFileSync('models/emoji/pack.json', 'utf8')) as {
  vocabulary: { finds: string[]; paints: string[]; removes: string[] };
};
const { finds, paints, removes } = vocabulary;

test('Every object that the built-in pack knows has a name in every language.', () => {
  const known = new Set(OBJECTS);
  expect([...finds, ...paints].filter(object => !known.has(object))).toEqual([]);
  const withoutName = LOCALES.filter(locale => locale !== 'en').flatMap(locale =>
    OBJECTS.filter(object => nameOf(object, locale).trim() === '').map(object => `${object} ${locale}`),
  );
  expect(withoutName).toEqual([]);
});

test('No two objects have one name in a language.', () => {
  for (const locale of LOCALES) {
    const names = finds.map(object => fold(nameOf(object, locale)));
    const twice = names.filter((name, i) => names.indexOf(name) !== i);
    expect({ locale, twice }).toEqual({ locale, twice: [] });
  }
});

test.each([
  ['horse', 'en', 'horse'],
  ['HORSE ', 'en', 'horse'],
  ['pony', 'en', 'horse'],
  ['Pferd', 'de', 'horse'],
  ['rennpferd', 'de', 'horse'],
  ['Pferd', 'en', 'horse'],
  ['caballo', 'en', 'horse'],
  ['elephant', 'fr', 'elephant'],
  ['élephant', 'fr', 'elephant'],
  ['coeur', 'fr', 'heart'],
  ['馬', 'ja', 'horse'],
  ['トラ', 'ja', 'tiger'],
  ['말', 'ko', 'horse'],
  ['马', 'zh-CN', 'horse'],
  ['cachorro', 'pt-BR', 'dog'],
] as const)('%s (%s) means %s.', (word, locale, object) => {
  expect(findObject(word, finds, locale)).toEqual({ kind: 'known', object });
});

test('A word that takes objects away is known in every language.', () => {
  const words = {
    en: 'nothing',
    de: 'nichts',
    fr: 'rien',
    'es-ES': 'nada',
    'pt-BR': 'nada',
    ja: 'なし',
    ko: '없음',
    'zh-CN': '无',
  };
  for (const locale of LOCALES) {
    expect(findObject(words[locale], [...paints, ...removes], locale)).toEqual({
      kind: 'known',
      object: 'nothing',
    });
  }
});

test('An unknown word gets the objects spelt most alike.', () => {
  const found = findObject('zebbra', finds, 'en');
  expect(found).toMatchObject({ kind: 'unknown' });
  expect(found.kind === 'unknown' && found.nearest[0]).toBe('zebra');
});

test('Marks of Japanese and Korean are not accents.', () => {
  expect(fold('ガ')).toBe('ガ');
  expect(fold('말')).toBe('말');
  expect(fold('  É  à ')).toBe('e a');
});

describe('suggestions', () => {
  const names = (typed: string, locale: (typeof LOCALES)[number] = 'en', recent: string[] = []) =>
    suggest(typed, { objects: finds, recent, locale }).map(({ name }) => name);

  test('Names that begin so come first, then synonyms, then names that hold the letters.', () => {
    expect(names('ze')[0]).toBe('zebra');
    expect(names('pon')).toEqual(['horse']);
    expect(names('ball').slice(0, 1)).toEqual(['ball']);
    expect(names('ball')).toContain('basketball');
  });

  test('Recent words that fit come before everything.', () => {
    expect(names('z', 'en', ['zeppelin', 'cat'])[0]).toBe('zeppelin');
    expect(names('', 'en', ['a cute cat'])[0]).toBe('a cute cat');
  });

  test('Where nothing fits, the nearest spelt are shown; never more than twenty-five.', () => {
    expect(names('elefant')[0]).toBe('elephant');
    expect(names('', 'de')).toHaveLength(25);
  });

  test('Accents need not be typed.', () => {
    expect(names('elephant', 'fr')[0]).toBe('éléphant');
  });
});

test.each([
  ['en-GB', 'en'],
  ['en-US', 'en'],
  ['es-419', 'es-ES'],
  ['zh-TW', 'zh-CN'],
  ['pt-BR', 'pt-BR'],
  ['de', 'de'],
  ['sv-SE', 'en'],
])('%s reads %s.', (discord, locale) => {
  expect(localeOf(discord)).toBe(locale);
});
