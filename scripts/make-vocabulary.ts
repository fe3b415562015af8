/**
 * Writes `src/language/words/names.json`: what each object that the built-in pack knows is called in eight
 * languages. English synonyms are the pack's own, names and synonyms in other languages the Unicode CLDR
 * annotations of the emoji that draw the object, as `emojibase-data` has them. Run with `npm run vocabulary`
 * when the pack learns new objects.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { NAMES } from '../synthetic-scenes/names.ts';
import { iconsOf } from '../training/art/objects.ts';
import { LOCALES as FOREIGN, MORE_WORDS, PLAIN_NAMES } from './vocabulary/plain-names.ts';

interface Annotation {
  readonly hexcode: string;
  readonly label: string;
  readonly tags?: readonly string[];
}

/** The data's folders, by Discord's names of the languages. */
const FOLDERS = {
  en: 'en',
  de: 'de',
  fr: 'fr',
  'es-ES': 'es',
  'pt-BR': 'pt',
  ja: 'ja',
  ko: 'ko',
  'zh-CN': 'zh',
};
const LOCALES = ['en', ...FOREIGN] as const;
/** A tag on more emoji than this is a topic ("animal"), not a name. */
const MAX_EMOJI = 3;
const TARGET = new URL('../src/language/words/names.json', import.meta.url);

const require = createRequire(import.meta.url);
const annotations = (locale: (typeof LOCALES)[number]) =>
  require(`emojibase-data/${FOLDERS[locale]}/compact.json`) as Annotation[];

const slug = (label: string) =>
  label
    .toLowerCase()
    .replace(/[’'.]/g, '')
    .replace(/[^a-z0-9]+/g, '-');

/** The emoji that draw an object, and its face where there is one. */
function hexcodesOf(object: string, bySlug: ReadonlyMap<string, string>): string[] {
  const icons = [...iconsOf(object), `${slug(object)}-face`];
  return icons.map(icon => bySlug.get(icon)).filter(code => code !== undefined);
}

/** Every tag, and how many emoji carry it. */
function countTags(all: readonly Annotation[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { tags = [] } of all) {
    for (const tag of tags) counts.set(tag, (counts.get(tag) ?? 0) + 1);
  }
  return counts;
}

const unique = (words: readonly string[]) => {
  const seen = new Set<string>();
  return words.filter(word => !seen.has(word.toLowerCase()) && seen.add(word.toLowerCase()));
};

/** The name first, then the synonyms that no other object shares. */
function wordsIn(locale: (typeof LOCALES)[number], hexcodes: ReadonlyMap<string, readonly string[]>) {
  const all = annotations(locale);
  const byCode = new Map(all.map(annotation => [annotation.hexcode, annotation]));
  const counts = countTags(all);
  const column = LOCALES.indexOf(locale) - 1;
  const words = new Map<string, string[]>();
  for (const [object, codes] of hexcodes) {
    const drawn = codes.map(code => byCode.get(code)).filter(found => found !== undefined);
    const everyday = locale === 'en' ? object : PLAIN_NAMES.get(object)?.[locale];
    const tags = drawn
      .flatMap(({ tags = [] }) => tags)
      .filter(tag => (counts.get(tag) ?? 0) <= MAX_EMOJI && !/^[a-z]$/.test(tag));
    const more = MORE_WORDS[object]?.[column];
    const labels = drawn.map(({ label }) => label);
    // CLDR's tags of a drawing are often no names ("strong" for a lion); the pack has the English names.
    const others =
      locale === 'en'
        ? [...(vocabulary.synonyms[object] ?? []), ...labels]
        : [more ?? [], labels, tags].flat();
    words.set(object, unique([everyday ?? labels[0], ...others]));
  }
  return withoutShared(words);
}

/** A word that is an object's name is nobody else's synonym; a synonym of two objects is neither's. */
function withoutShared(words: ReadonlyMap<string, readonly string[]>): Map<string, string[]> {
  const owners = new Map<string, number>();
  for (const list of words.values()) {
    for (const word of list) owners.set(word.toLowerCase(), (owners.get(word.toLowerCase()) ?? 0) + 1);
  }
  return new Map(
    [...words].map(([object, [name, ...rest]]) => [
      object,
      [name, ...rest.filter(word => owners.get(word.toLowerCase()) === 1)],
    ]),
  );
}

const bySlug = new Map(annotations('en').map(({ label, hexcode }) => [slug(label), hexcode]));
const { vocabulary } = JSON.parse(
  readFileSync(new URL('../models/emoji/pack.json', import.meta.url), 'utf8'),
);
const hexcodes = new Map(
  [...new Set([...NAMES, ...vocabulary.finds, 'nothing'])].map(object => [
    object,
    hexcodesOf(object, bySlug),
  ]),
);
const perLocale = LOCALES.map(locale => [locale, wordsIn(locale, hexcodes)] as const);
const names = Object.fromEntries(
  [...hexcodes.keys()].map(object => [
    object,
    Object.fromEntries(perLocale.map(([locale, words]) => [locale, words.get(object)])),
  ]),
);
// One line an object, so that a change can be read.
const lines = Object.entries(names).map(
  ([object, words]) => `  ${JSON.stringify(object)}: ${JSON.stringify(words)}`,
);
writeFileSync(TARGET, `{\n${lines.join(',\n')}\n}\n`);
const unnamed = [...vocabulary.finds, ...vocabulary.paints].filter(
  (word: string) => names[word] === undefined,
);
process.stdout.write(
  `${Object.keys(names).length} objects named; not named: ${unnamed.join(', ') || 'none'}\n`,
);
