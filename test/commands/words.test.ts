import { expect, test } from 'vitest';
import { asked, understandFrom, understandTo } from '../../src/commands/words.ts';
import { LOCALES, type Locale } from '../../src/language/locales.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import { manifestSchema } from '../../src/pipeline/models/manifest.ts';
import { readBuiltIn } from '../support/packs.ts';

const { name, title, version, vocabulary } = manifestSchema.parse(readBuiltIn());
const pack = { name, title, version, closed: true, ...vocabulary! };
const speech = (locale: Locale) => ({ locale, texts: TEXTS[locale] });

test('A choice goes to the pack as one, and needs no note.', () => {
  expect(understandFrom('das linke Pferd', pack, speech('de'))).toEqual({ word: 'horse', instance: 1 });
  expect(understandFrom('the red car', pack, speech('en'))).toEqual({ word: 'car', instance: 'red' });
});

test('Words that mean nothing are told before anything is painted, in every language.', () => {
  for (const locale of LOCALES) {
    const { word, note } = understandTo('purple dragon', pack, speech(locale));
    expect(word).toBe('dragon');
    expect(note).toContain('purple');
  }
  expect(understandTo('purple dragon', pack, speech('en')).note).toBe(
    'I go by dragon: I do not know purple.',
  );
});

test('Two things that the pack combines stay as they are.', () => {
  const words = 'a zebra wearing a top hat';
  expect(understandTo(words, pack, speech('en'))).toEqual({ word: words });
});

test('What was chosen before stays with the same thing, and goes with another.', () => {
  const before = { from: 'horse', instance: 2 };
  expect(asked({ word: 'horse' }, undefined, before)).toEqual({ from: 'horse', instance: 2 });
  expect(asked({ word: 'car' }, undefined, before)).toEqual({ from: 'car', instance: 'all' });
  expect(asked({ word: 'car', instance: 'red' }, { word: 'bus' }, before)).toEqual({
    from: 'car',
    to: 'bus',
    instance: 'red',
  });
});
