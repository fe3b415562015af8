import { randomBytes } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { commandList, memberPresses, presses } from '../../src/commands/index.ts';
import { readPacks } from '../../src/commands/packs-on-disk.ts';
import { joinNotes, understandFrom, understandTo } from '../../src/commands/words.ts';
import { ACTIONS } from '../../src/discord/actions.ts';
import { readId, writeId } from '../../src/discord/custom-id.ts';
import type { Refusal } from '../../src/discord/refusal.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import { titleOf } from '../../src/language/titles.ts';

const english = { locale: 'en', texts: TEXTS.en } as const;
const german = { locale: 'de', texts: TEXTS.de } as const;

describe('custom ids', () => {
  const secret = randomBytes(32);

  test('What is written is read again, arguments with dots included.', () => {
    const id = writeId(secret, 'pick', 'Vp-_Oz55egij', '1.5');
    expect(readId(secret, id)).toEqual({ action: 'pick', subject: 'Vp-_Oz55egij', argument: '1.5' });
    expect(id.length).toBeLessThanOrEqual(100);
  });

  test('Another edit, another action, another argument or another secret is not accepted.', () => {
    const id = writeId(secret, 'delete', 'mine', '0');
    expect(readId(secret, id.replace('mine', 'yours'))).toBeUndefined();
    expect(readId(secret, id.replace('delete', 'again'))).toBeUndefined();
    expect(readId(secret, id.replace('.0.', '.1.'))).toBeUndefined();
    expect(readId(randomBytes(32), id)).toBeUndefined();
    expect(readId(secret, '')).toBeUndefined();
    expect(readId(secret, 'delete.mine.0')).toBeUndefined();
  });
});

describe('words', () => {
  test('A word that is the object’s name needs no note; a synonym gets one.', async () => {
    const { defaultPack } = await readPacks('emoji');
    expect(understandFrom('Pferd', defaultPack, german)).toEqual({ word: 'horse' });
    expect(understandFrom('horse', defaultPack, german)).toEqual({ word: 'horse' });
    expect(understandFrom('Pferd', defaultPack, english)).toEqual({
      word: 'horse',
      note: '“Pferd” is horse to me.',
    });
    expect(understandTo('nichts', defaultPack, german)).toEqual({ word: 'nothing' });
  });

  test('An unknown word is refused in the member’s language, with the nearest in it.', async () => {
    const { defaultPack } = await readPacks('emoji');
    try {
      understandFrom('Pfard', defaultPack, german);
      expect.unreachable();
    } catch (error) {
      expect((error as Refusal).say(TEXTS.de)).toMatch(
        /^„Pfard“ kenne ich nicht\. Am nächsten kommen: Pferd/,
      );
    }
  });

  test('An open pack takes any words, and knows objects by their names all the same.', async () => {
    const { defaultPack } = await readPacks('emoji');
    const open = { ...defaultPack, closed: false };
    expect(understandFrom('gartenzwerg', open, german)).toEqual({ word: 'gartenzwerg' });
    expect(understandFrom('Pferd', open, german)).toEqual({ word: 'horse' });
  });

  test('Titles are in the member’s language and hold no markdown of others.', () => {
    expect(titleOf({ from: 'horse', to: 'zebra' }, german)).toBe('Pferd → Zebra');
    expect(titleOf({ from: 'horse' }, english)).toBe('horse');
    expect(titleOf({ from: 'a [horse](https://x)', to: '**z**' }, english)).toBe('a horsehttps x → z');
    expect(joinNotes({ word: 'a' }, { word: 'b', note: 'B.' })).toBe('B.');
  });
});

test('Every command is described in seven more languages, and its options come in an order Discord takes.', () => {
  expect(commandList.map(({ name }) => name)).toEqual([
    ...['edit', 'mask', 'queue', 'again', 'packs', 'help', 'forget-me', 'limits'],
    'Edit this image…',
  ]);
  for (const command of commandList) {
    const localized =
      'description_localizations' in command ? command.description_localizations : command.name_localizations;
    expect(Object.keys(localized ?? {})).toEqual(
      expect.arrayContaining(['de', 'fr', 'es-ES', 'pt-BR', 'ja', 'ko', 'zh-CN']),
    );
    const required = ('options' in command ? (command.options ?? []) : []).map(option =>
      'required' in option ? option.required === true : false,
    );
    expect(required).toEqual(required.toSorted((a, b) => Number(b) - Number(a)));
  }
});

test('Only /limits asks for a permission, and only it stays out of direct messages.', () => {
  const guarded = commandList.filter(command => command.default_member_permissions !== undefined);
  expect(guarded.map(({ name, default_member_permissions: needs }) => [name, needs])).toEqual([
    ['limits', '32'],
  ]);
  expect(commandList.filter(({ contexts }) => contexts?.length === 1).map(({ name }) => name)).toEqual([
    'limits',
  ]);
});

test('A button that no table has does not compile; every one of the table has a label and a handler.', () => {
  // @ts-expect-error: "agian" is no action.
  writeId(randomBytes(32), 'agian', 'an edit');
  const handled = [...Object.keys(presses), ...Object.keys(memberPresses)];
  expect(handled.toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  for (const { label } of Object.values(ACTIONS)) expect(TEXTS.ja.buttons[label]).not.toBe('');
});
