import { fileURLToPath } from 'node:url';
import { beforeAll, describe, expect, test } from 'vitest';
import { openTokenizer } from '../../../src/pipeline/models/tokenizer.ts';
import { builtInFile, readBuiltIn } from '../../support/packs.ts';

const { tokenizer } = readBuiltIn();
const { padId, length } = tokenizer as unknown as { padId: number; length: number };
const ids = JSON.parse(builtInFile(tokenizer.file).toString()).model.vocab as Record<string, number>;
const folder = fileURLToPath(new URL('../../../models/emoji/', import.meta.url));
let tokenize: (prompt: string) => readonly number[];

beforeAll(async () => {
  const read = await openTokenizer(folder, { file: tokenizer.file, length, padId });
  tokenize = prompt => read(prompt).ids;
});

const padded = (...words: string[]) => [
  ...words.map(word => ids[word]),
  ...new Array<number>(length - words.length).fill(padId),
];

describe('a prompt', () => {
  test.each([
    ['a horse', ['a', 'horse']],
    ['  A   HORSE ', ['a', 'horse']],
    ['', []],
    ['a xyzzy horse', ['a', '<unk>', 'horse']],
    ['Häst!', ['<unk>']],
  ])('"%s" becomes its words between the marks, padded.', (prompt, words) => {
    expect(tokenize(prompt)).toEqual(padded('<bos>', ...words, '<eos>'));
  });

  test('One that is too long is cut, and the closing mark stays.', () => {
    const long = tokenize('a '.repeat(300));
    expect(long).toHaveLength(length);
    expect(long[0]).toBe(ids['<bos>']);
    expect(long.slice(1, -1)).toEqual(new Array(length - 2).fill(ids.a));
    expect(long.at(-1)).toBe(ids['<eos>']);
  });

  test.each(['<eos> horse', '🦄', 'a\u0000b'])(
    'Whatever %j is, its ids are whole numbers the vocabulary has.',
    prompt => {
      const known = new Set(Object.values(ids));
      expect(tokenize(prompt).filter(id => !known.has(id))).toEqual([]);
      expect(tokenize(prompt)).toHaveLength(length);
    },
  );
});
