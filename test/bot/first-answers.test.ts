import { type APIMessage, REST, Routes } from 'discord.js';
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { presses } from '../../src/commands/index.ts';
import type { Action, EditAction } from '../../src/discord/actions.ts';
import { writeId } from '../../src/discord/custom-id.ts';
import { button, row } from '../../src/discord/message.ts';
import type { SqlClient } from '../../src/queue/types.ts';
import { openRig, type Rig } from '../support/bot.ts';
import { horsePicture } from '../support/scenes.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

let rig: Rig;
let client: SqlClient;

beforeAll(async () => {
  rig = await openRig({ works: false });
});
afterAll(() => rig.close());

// A transaction of somebody else's: whatever asks the store has to wait for its end.
beforeEach(async () => {
  client = await rig.queue.sql!.connect();
  await client.query('begin');
  return async () => {
    await client.query('commit');
    client.release();
  };
});

/** A message with a button for each action, of an edit that is gone. */
async function messageWith(actions: readonly Action[]): Promise<APIMessage> {
  const { discord, store } = rig;
  const rest = new REST({ api: discord.api, version: '10' }).setToken(discord.token);
  const rows = Array.from({ length: Math.ceil(actions.length / 5) }, (_, i) =>
    row(
      ...actions
        .slice(i * 5, i * 5 + 5)
        .map(action => button(action, writeId(store.secret, action, 'gone', '0'))),
    ),
  );
  const body = { content: 'buttons', components: rows };
  return (await rest.post(Routes.channelMessages(discord.pictures.id), { body })) as APIMessage;
}

test('Every button is answered before the store is asked, but those whose answer is a form.', async () => {
  const actions = (Object.keys(presses) as EditAction[]).filter(action => presses[action].first !== 'form');
  const message = await messageWith(actions);
  for (const action of actions) {
    const { kind } = await rig.discord.ada.press(message, action);
    expect([action, kind]).toEqual([action, presses[action].first === 'update' ? 'update' : 'deferred']);
  }
});

test.each(['edit', 'mask', 'queue', 'forget-me', 'limits show', 'packs', 'help'])(
  '/%s is answered before the store is asked.',
  async name => {
    const { ada, moderator } = rig.discord;
    const image = await horsePicture();
    const words = { edit: { image, from: 'horse', to: 'zebra' }, mask: { image, from: 'horse' } };
    const person = name.startsWith('limits') ? moderator : ada;
    const { kind } = await person.command(name, words[name as keyof typeof words]);
    expect(['deferred', 'message']).toContain(kind);
  },
);

test('“Edit this image…” opens its form, and takes it back, before the store is asked.', async () => {
  const { ada } = rig.discord;
  const message = await ada.say('look', [await horsePicture()]);
  const opened = await ada.contextMenu('Edit this image…', message);
  const { kind } = await ada.submit(opened.modal(), { from: 'horse', to: 'zebra' });
  expect(kind).toBe('deferred');
});

test('Suggestions come, also while the store does not answer.', async () => {
  const choices = await rig.discord.ada.autocomplete('edit', 'from', { from: 'hors' });
  expect(choices.map(({ value }) => value)).toContain('horse');
});
