import { expect, test } from 'vitest';
import { asked, understandFrom, understandTo } from '../../src/commands/words.ts';
import { LOCALES, type Locale } from '../../src/language/locales.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import { paintedName, titleOf } from '../../src/language/titles.ts';
import { COLOURS } from '../../src/pipeline/models/choice.ts';
import { manifestSchema } from '../../src/pipeline/models/manifest.ts';
import { readBuiltIn } from '../support/packs.ts';

const { name, title, version, vocabulary, composite } = manifestSchema.parse(readBuiltIn());
const outline = { threshold: 150, grow: 1 };
const colours = composite === 'layers';
const pack = { name, title, version, steps: 1, outline, closed: true, colours, ...vocabulary! };
const speech = (locale: Locale) => ({ locale, texts: TEXTS[locale] });

test('A choice goes to the pack as one, and needs no note.', () => {
  expect(understandFrom('das linke Pferd', pack, speech('de'))).toEqual({ word: 'horse', instance: 1 });
  expect(understandFrom('the red car', pack, speech('en'))).toEqual({ word: 'car', instance: 'red' });
});

test('Words that mean nothing are reported before anything is painted, in every language.', () => {
  for (const locale of LOCALES) {
    const { word, note } = understandTo('furious dragon', pack, speech(locale));
    expect(word).toBe('dragon');
    expect(note).toContain('furious');
  }
  expect(understandTo('furious dragon', pack, speech('en')).note).toBe(
    'I go by dragon: I do not know furious.',
  );
  const without = { ...pack, colours: false };
  expect(understandTo('purple dragon', without, speech('en')).note).toContain('I do not know purple.');
});

test('A colour goes to a pack that paints in colours, and is said in the title in every language.', () => {
  expect(understandTo('ein lila Drache', pack, speech('de'))).toEqual({ word: 'dragon', colour: 'purple' });
  expect(titleOf({ from: 'horse', to: 'dragon', colour: 'purple' }, speech('de'))).toBe(
    'Pferd → Drache (violett)',
  );
});

test.each(LOCALES)('What a form shows of a colour is understood when it comes back (%s).', locale => {
  for (const colour of COLOURS) {
    const shown = paintedName('zebra', colour, locale);
    expect(understandTo(shown, pack, speech(locale)), shown).toEqual({ word: 'zebra', colour });
  }
});

test('Two objects that the pack combines stay as they are.', () => {
  const words = 'a zebra wearing a top hat';
  expect(understandTo(words, pack, speech('en'))).toEqual({ word: words });
});

test('An object without a colour has its own, whatever was asked for before.', () => {
  expect(asked({ word: 'horse' }, { word: 'zebra' })).toHaveProperty('colour', undefined);
  expect(asked({ word: 'horse' }, { word: 'zebra', colour: 'blue' })).toHaveProperty('colour', 'blue');
});

test('What was chosen before stays with the same object, and goes with another.', () => {
  const before = { from: 'horse', instance: 2 };
  expect(asked({ word: 'horse' }, undefined, before)).toEqual({ from: 'horse', instance: 2 });
  expect(asked({ word: 'car' }, undefined, before)).toEqual({ from: 'car', instance: 'all' });
  expect(asked({ word: 'car', instance: 'red' }, { word: 'bus' }, before)).toEqual({
    from: 'car',
    to: 'bus',
    instance: 'red',
  });
});
