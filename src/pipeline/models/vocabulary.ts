import type { Named } from './english.ts';
import type { Manifest } from './manifest.ts';
import { nearestNamed } from './spelling.ts';

export type Vocabulary = NonNullable<Manifest['vocabulary']>;

/** As words are compared: without capitals and more than one space. */
export const plain = (text: string): string => text.trim().toLowerCase().replace(/\s+/g, ' ');

/** Every word a closed vocabulary knows; empty when the pack takes any. */
export function allWords({ vocabulary }: Manifest): string[] {
  if (vocabulary === undefined) return [];
  return [...new Set([...vocabulary.finds, ...vocabulary.paints])];
}

/**
 * The words as the pack's models were taught them: an object, or two that the pack combines, go into the
 * pack's template ("horse" and "the horse" → "a horse"); other phrases, and the words for painting
 * background, stay as they are.
 */
export function asPrompt(manifest: Manifest, words: string, template = manifest.promptTemplate): string {
  const asked = plain(words);
  if (manifest.vocabulary === undefined) return template.replace('{}', asked);
  const named = withoutArticle(asked);
  const taught = knows(manifest.vocabulary, named) || isCombination(manifest.vocabulary, named);
  return taught ? template.replace('{}', named) : asked;
}

/** Whether words are an object, or two that the pack combines, and nothing besides. */
export function isTaught(vocabulary: Vocabulary, field: 'from' | 'to', words: string): boolean {
  const named = withoutArticle(plain(words));
  const objects = objectsOf(vocabulary, field);
  return objects.includes(plain(words)) || objects.includes(named) || isCombination(vocabulary, named);
}

/**
 * Whether two objects of the pack are named, and what the first does with the second: "zebra wearing a top
 * hat".
 */
export const combines = ({ vocabulary }: Manifest, words: string): boolean =>
  vocabulary !== undefined && isCombination(vocabulary, withoutArticle(plain(words)));

/** The same of words in lower case without an article. */
export function isCombination(vocabulary: Known, words: string): boolean {
  return vocabulary.relations.some(relation => {
    const parts = plain(words).split(` ${relation} `);
    return parts.length === 2 && parts.every(part => knows(vocabulary, withoutArticle(part)));
  });
}

type Known = { readonly [list in 'finds' | 'paints' | 'relations']: readonly string[] };

const knows = ({ finds, paints }: Known, object: string) => finds.includes(object) || paints.includes(object);

const withoutArticle = (words: string) => words.replace(/^(an?|the) /, '');

/** The UNet's prompt: the seed picks one of the pack's templates, so that another seed is another drawing. */
export function paintPrompt(manifest: Manifest, words: string, seed: number): string {
  const prompts = paintPrompts(manifest, words);
  return prompts[seed % prompts.length];
}

/** The words in each of the pack's templates for painting. */
export const paintPrompts = (manifest: Manifest, words: string): string[] =>
  (manifest.paintTemplates ?? [manifest.promptTemplate]).map(template => asPrompt(manifest, words, template));

/** Whether `to` asks for background, that is, for a removal. */
export const isRemoval = ({ vocabulary }: Manifest, to: string): boolean =>
  vocabulary?.removes.includes(plain(to)) ?? false;

/** The longest known word in the prompt as a whole word: "a cute red apple" → "red apple". */
export function knownWord(prompt: string, words: readonly string[]): string | undefined {
  const asked = plain(prompt);
  // Most prompts are a word alone, and none in it is longer.
  if (words.includes(asked)) return asked;
  const padded = ` ${asked} `;
  return words
    .filter(word => padded.includes(` ${word} `))
    .reduce<string | undefined>(
      (best, word) => (best === undefined || word.length > best.length ? word : best),
      undefined,
    );
}

/** The objects of a closed vocabulary to find (`from`) or to paint (`to`), in its own words. */
const objectsOf = ({ finds, paints, removes }: Vocabulary, field: 'from' | 'to'): readonly string[] =>
  field === 'from' ? finds : [...paints, ...removes];

/** The same with all that they are called. */
export const namedObjects = (vocabulary: Vocabulary, field: 'from' | 'to'): Named[] =>
  objectsOf(vocabulary, field).map(object => [object, [object, ...(vocabulary.synonyms[object] ?? [])]]);

/** Those that are called most like the words, best first. */
export const nearestObjects = (vocabulary: Vocabulary, field: 'from' | 'to', words: string): string[] =>
  nearestNamed(plain(words), namedObjects(vocabulary, field));
