import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { makeBeginnings } from '../../src/bot/beginnings.ts';
import { deliver } from '../../src/bot/deliver.ts';
import type { BotServices } from '../../src/bot/services.ts';
import { makeStatusMessages } from '../../src/bot/status-messages.ts';
import { createLogger } from '../../src/log.ts';
import { openRig, type Rig } from '../support/bot.ts';
import { type Discord, openDiscord, png } from '../support/discord.ts';
import { eventually } from '../support/queue.ts';
import { horseBytes, horsePicture } from '../support/scenes.ts';
import { editOf, labelsOf, PATIENCE } from './suite/look.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

// Far longer than it takes to find a mask or to refuse a picture: each is done before its status is written
// down.
let discord: Discord;
let rig: Rig;

beforeAll(async () => {
  discord = await openDiscord({ latencyMs: 1500, acknowledgeWithinMs: 20_000 });
  rig = await openRig({ discord });
});
afterAll(async () => {
  await rig.close();
  await discord.close();
});

const statuses = () =>
  [...discord.world.channels.keys()]
    .flatMap(channel => discord.messages(channel))
    .filter(message => labelsOf(message).includes('Cancel'));

test('What is done before its status is stored is delivered in its thread, and leaves no open status.', async () => {
  const torn = png((await horseBytes()).subarray(0, 900), 'torn.png');
  const asked = [
    discord.newcomer('nora-finds').command('mask', { image: await horsePicture(), from: 'horse' }),
    discord.newcomer('nora-torn').command('edit', { image: torn, from: 'horse', to: 'zebra' }),
  ];
  const replies = await Promise.all(asked);
  for (const reply of replies) {
    const { id } = await editOf(rig, reply);
    const { destination } = await eventually(async () => {
      const edit = await rig.store.edits.get(id);
      return edit?.result === undefined ? undefined : edit;
    }, PATIENCE);
    const delivery = await eventually(() => rig.store.deliveries.get(id));
    expect(destination.threadId).toBeDefined();
    expect(delivery.channelId).toBe(destination.threadId);
  }
  await discord.until(() => statuses().length === 0, PATIENCE);
});

test('A status that was shown, but not written down before the process ended, is found again.', async () => {
  const first = await openRig({ works: false });
  const reply = await first.discord.ada.command('edit', {
    image: await horsePicture(),
    from: 'horse',
    to: 'zebra',
  });
  const edit = await editOf(first, reply);
  const { destination } = await eventually(async () => {
    const now = await first.store.edits.get(edit.id);
    return now?.destination.statusId === undefined ? undefined : now;
  });
  await first.store.edits.setDestination(edit.id, { channelId: destination.channelId });
  await first.leave();
  const second = await openRig({ works: false, discord: first.discord, dataDir: first.dataDir });
  expect((await second.store.edits.get(edit.id))?.destination).toEqual(destination);
  await second.close();
  await first.discord.close();
});

test('An outcome of an edit that the store does not know is handed back, not swallowed; one that was erased is let go.', async () => {
  const { queue, store } = rig;
  const services = { queue, store, log: createLogger('silent') } as unknown as BotServices;
  const bot = { ...services, statusMessages: makeStatusMessages(services), beginnings: makeBeginnings() };
  const unknown = { jobId: 'i-1', editId: 'nowhere', attempt: 1, lastAttempt: false };
  const refused = { outcome: 'refused', code: 'expired', message: 'gone' } as const;
  await expect(deliver(bot, { ...unknown, outcome: refused })).rejects.toThrow(/handed back/);
  await deliver(bot, { ...unknown, outcome: { outcome: 'cancelled' } });
  await bot.statusMessages.close();
});
