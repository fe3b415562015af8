import { randomBytes } from 'node:crypto';
import { expect, test } from 'vitest';
import { refusedMessage } from '../../src/bot/views/refused.ts';
import { button, select } from '../../src/discord/message.ts';
import { cut, messageText, plainSentence, plainWords } from '../../src/language/plain.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import { titleOf } from '../../src/language/titles.ts';
import type { StoredEdit } from '../../src/store/records.ts';

const english = { locale: 'en', texts: TEXTS.en } as const;

test.each([
  ['[free nitro](https://evil.example)', 'free nitrohttps evil.example'],
  ['https://evil.example/a', 'https evil.example/a'],
  ['horse\n# heading\n> quote', 'horse heading quote'],
  ['a\u2028b\r\nc\td', 'a b c d'],
  ['\u202egnp.esroh\u2066', 'gnp.esroh'],
  ['**bold** ~~x~~ ||y|| `z` @everyone <@1>', 'bold x y z everyone 1'],
  ['👩‍🌾 horse', '👩‍🌾 horse'],
  ['horse \ud83d', 'horse \ufffd'],
])('%j is made plain.', (written, plain) => {
  expect(plainWords(written)).toBe(plain);
});

test('The pipeline’s own sentences quote members’ words, and are made plain where they become a message.', () => {
  const edit = { userId: '1', id: 'x', base: { from: 'horse', to: 'x' } } as unknown as StoredEdit;
  const message = 'There is no "[a](https://evil.example)\n# b": use horse (or cow).';
  const refused = { outcome: 'refused', code: 'unknown-word', message } as const;
  const { content } = refusedMessage(edit, refused, [], english, randomBytes(32));
  expect(content).toContain('There is no "a(https evil.example) b": use horse (or cow).');
  expect(plainSentence('a\n\n> b')).toBe('a b');
});

test('Titles of open words hold neither links nor lines.', () => {
  const title = titleOf({ from: '[x](http://a.b)\n', to: '# y' }, english);
  expect(title).toBe('xhttp a.b → y');
});

test('Nothing is cut in the middle of a character.', () => {
  const horses = '🐴'.repeat(60);
  expect(cut(horses, 99)).toBe('🐴'.repeat(49));
  expect(cut(`${'a'.repeat(98)}👩‍🌾`, 101)).toBe(`${'a'.repeat(98)}👩`);
  expect(cut('short', 99)).toBe('short');
  const [{ label }] = select('', 'id', [{ label: `a${horses}`, value: '1' }]).options;
  expect(label).toBe(`a${'🐴'.repeat(49)}`);
  expect(button(`a${horses}`, 'id')).toMatchObject({ label: `a${'🐴'.repeat(39)}` });
  expect(messageText(`a${'🐴'.repeat(1500)}`).length).toBe(1999);
});
