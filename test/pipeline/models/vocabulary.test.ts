import { describe, expect, test } from 'vitest';
import { manifestSchema } from '../../../src/pipeline/models/manifest.ts';
import {
  allWords,
  asPrompt,
  isRemoval,
  knownWord,
  nearestObjects,
  paintPrompt,
} from '../../../src/pipeline/models/vocabulary.ts';
import { readBuiltIn } from '../../support/packs.ts';

const vocabulary = {
  finds: ['horse', 'red apple', 'apple', 'sea lion'],
  paints: ['zebra', 'red apple'],
  removes: ['nothing'],
  relations: ['wearing', 'beside'],
};
const closed = manifestSchema.parse({
  ...readBuiltIn(),
  vocabulary,
  promptTemplate: 'a {}',
  paintTemplates: undefined,
});
const open = manifestSchema.parse({
  ...readBuiltIn(),
  vocabulary: undefined,
  promptTemplate: 'a photo of {}',
});

describe('templates', () => {
  test.each([
    ['horse', 'a horse'],
    ['  RED   Apple ', 'a red apple'],
    ['zebra', 'a zebra'],
    ['the zebra', 'a zebra'],
    ['zebra wearing a red apple', 'a zebra wearing a red apple'],
    ['A horse beside the sea lion', 'a horse beside the sea lion'],
    ['a horse beside a car', 'a horse beside a car'],
    ['one small horse', 'one small horse'],
    ['nothing', 'nothing'],
  ])('With a closed vocabulary "%s" is put as "%s".', (words, prompt) => {
    expect(asPrompt(closed, words)).toBe(prompt);
  });

  test('Two objects that the pack combines take the templates for painting as one object does.', () => {
    const manifest = { ...closed, paintTemplates: ['{}', 'flat {}'] };
    const prompts = [2, 3].map(seed => paintPrompt(manifest, 'a zebra wearing an apple', seed));
    expect(prompts).toEqual(['zebra wearing an apple', 'flat zebra wearing an apple']);
    expect(paintPrompt(manifest, 'a zebra riding an apple', 3)).toBe('a zebra riding an apple');
  });

  test('With an open vocabulary any words go into the template.', () => {
    expect(asPrompt(open, 'Blue Suede Shoes')).toBe('a photo of blue suede shoes');
  });

  test('Seeds take the templates for painting in turn.', () => {
    const manifest = { ...closed, paintTemplates: ['{}', 'flat {}', 'round {}'] };
    const prompts = [3, 4, 5, 6].map(seed => paintPrompt(manifest, 'zebra', seed));
    expect(prompts).toEqual(['zebra', 'flat zebra', 'round zebra', 'zebra']);
  });

  test('Without templates for painting, every seed takes the pack’s one template.', () => {
    expect([1, 2].map(seed => paintPrompt(closed, 'zebra', seed))).toEqual(['a zebra', 'a zebra']);
  });
});

describe('words', () => {
  test('All words are those found and those painted, each once.', () => {
    expect(allWords(closed)).toEqual(['horse', 'red apple', 'apple', 'sea lion', 'zebra']);
    expect(allWords(open)).toEqual([]);
  });

  test.each([
    ['a cute red apple', 'red apple'],
    ['APPLE', 'apple'],
    ['the sea  lion', 'sea lion'],
    ['pineapple', undefined],
    ['a horses', undefined],
    ['lion', undefined],
    ['', undefined],
  ])('In "%s" the longest known word that stands whole is %s.', (prompt, word) => {
    expect(knownWord(prompt, vocabulary.finds)).toBe(word);
  });

  test('The nearest objects share a word with the prompt, or are spelt like it.', () => {
    const words = ['cat', 'car', 'house', 'horse', 'red apple', 'green apple', 'violin'];
    const nearest = (written: string) =>
      nearestObjects({ ...closed.vocabulary!, finds: words }, 'from', written);
    expect(nearest('hors')[0]).toBe('horse');
    expect(nearest('yellow apple').slice(0, 2).toSorted()).toEqual(['green apple', 'red apple']);
    expect(nearest('Cta')[0]).toBe('cat');
  });

  test('Asking for background is asking for removal, in a closed vocabulary alone.', () => {
    expect(isRemoval(closed, ' Nothing ')).toBe(true);
    expect(isRemoval(closed, 'zebra')).toBe(false);
    expect(isRemoval(open, 'nothing')).toBe(false);
  });
});
