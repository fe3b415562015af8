import { REST, Routes } from 'discord.js';
import { type APIMessage, Locale } from 'discord-api-types/v10';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { contextOf } from '../../src/bot/context.ts';
import { route } from '../../src/bot/router.ts';
import { componentsOf } from '../../src/discord/components.ts';
import { type Row, row } from '../../src/discord/message.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import type { Reply } from '../support/discord.ts';
import { listen, openServices, type Services } from '../support/services.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let services: Services;
let stop: () => Promise<void>;
/** The store is away. */
let isAway = false;

beforeAll(async () => {
  services = await openServices();
  const context = contextOf(services.bot);
  const away = {
    ...context.store,
    edits: { ...context.store.edits, get: () => Promise.reject(new Error('away')) },
  };
  stop = await listen(services, interaction =>
    route(interaction, isAway ? { ...context, store: away } : context),
  );
});
afterAll(async () => {
  await stop();
  await services.close();
});

/** Ada's language; Bruno's is German. */
const english = TEXTS.en;
const button = (subject: string, secret = services.bot.store.secret) =>
  componentsOf(subject, { texts: english }, secret).button;

async function posted(...rows: Row[]): Promise<APIMessage> {
  const { discord } = services;
  const rest = new REST({ api: discord.api, version: '10' }).setToken(discord.token);
  const body = { content: 'buttons', components: rows };
  return (await rest.post(Routes.channelMessages(discord.pictures.id), { body })) as APIMessage;
}

async function said(reply: Reply): Promise<string> {
  await services.discord.until(() => reply.message().content !== '');
  return reply.message().content;
}

test('A button that nobody signed, or of an edit that is gone, is answered in a sentence.', async () => {
  const { ada } = services.discord;
  const edit = await services.edit();
  const forged = await posted(row(button(edit.id, Buffer.alloc(32))('delete')));
  expect(await said(await ada.press(forged, 'Delete'))).toBe(english.refusal.gone);
  const gone = await posted(row(button('gone')('delete')));
  expect(await said(await ada.press(gone, 'Delete'))).toBe(english.refusal.gone);
});

test('A button reaches its action with the edit that it is about.', async () => {
  const { ada, bruno } = services.discord;
  const edit = await services.edit();
  const message = await posted(row(button(edit.id)('delete')));
  expect(await said(await bruno.press(message, 'Delete'))).toBe(TEXTS.de.refusal.notYours);
  expect(await said(await ada.press(message, 'Delete'))).toBe(english.deleted);
  expect(await services.bot.store.edits.get(edit.id)).toBeUndefined();
});

test('A button about a member is that member’s alone.', async () => {
  const { ada, bruno } = services.discord;
  const message = await posted(row(button(ada.user.id)('forget')));
  expect(await said(await bruno.press(message, 'Erase everything'))).toBe(TEXTS.de.refusal.notYours);
});

test('A fault is a sentence that promises nothing, in the member’s language.', async () => {
  const edit = await services.edit();
  const message = await posted(row(button(edit.id)('delete')));
  isAway = true;
  const reply = await services.discord.ada
    .speaking(Locale.German)
    .press(message, 'Delete')
    .finally(() => {
      isAway = false;
    });
  expect(await said(reply)).toBe(TEXTS.de.refusal.fault);
});
