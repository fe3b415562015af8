import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { deliver, MAKING_TRIES } from '../../src/bot/deliver.ts';
import type { Outcome } from '../../src/queue/contracts.ts';
import { jobIdOf } from '../../src/queue/contracts.ts';
import type { StoredEdit } from '../../src/store/records.ts';
import { samplePicture } from '../support/queue.ts';
import { openServices, type Services } from '../support/services.ts';
import { labelsOf } from './suite/look.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

let services: Services;
beforeAll(async () => {
  services = await openServices();
});
afterEach(() => services.discord.faults.clear());
afterAll(() => services.close());

const handOver = ({ id, interactionId }: StoredEdit, outcome: Outcome, lastAttempt = false) =>
  deliver(services.bot, {
    jobId: jobIdOf(interactionId),
    editId: id,
    outcome,
    attempt: lastAttempt ? MAKING_TRIES : 1,
    lastAttempt,
  });

const failed: Outcome = { outcome: 'failed', reason: 'a fault' };
const messagesOf = ({ id }: StoredEdit) =>
  services.discord
    .messages(services.discord.pictures)
    .filter(({ components }) => JSON.stringify(components).includes(id));
const stored = async ({ id }: StoredEdit) => (await services.bot.store.edits.get(id))!;

test('A result is posted once, however often it is handed over, and its status is closed.', async () => {
  const edit = await services.edit();
  await handOver(edit, failed);
  await handOver(edit, failed);
  expect(messagesOf(edit)).toHaveLength(1);
  expect(await stored(edit)).toMatchObject({ state: 'failed', statusOpen: false });
  expect(services.discord.message(edit.destination.statusId!).content).toMatch(/Stopped\./);
});

test('What was posted before the process ended is found by its buttons, not posted again.', async () => {
  const edit = await services.edit();
  await handOver(edit, failed);
  const { sql } = services.bot.queue;
  await sql!.query('update inlay.deliveries set message_id = null, channel_id = null where edit_id = $1', [
    edit.id,
  ]);
  await handOver(edit, failed);
  expect(messagesOf(edit)).toHaveLength(1);
  expect(await services.bot.store.deliveries.get(edit.id)).toMatchObject({
    messageId: messagesOf(edit)[0].id,
  });
});

test('What is not painted is given back; what Discord holds up stays to be delivered.', async () => {
  const { bot, discord } = services;
  const key = `${discord.guildId}-${discord.ada.user.id}`;
  const before = await bot.store.hourly.left(key, 10);
  const edit = await bot.store.edits.add(
    { ...(await stored(await services.edit())), interactionId: 'charged', runs: [{}] },
    { key, pictures: 3, perHour: 10 },
  );
  expect(await bot.store.hourly.left(key, 10)).toBe(before - 3);
  discord.faults.add({ route: 'POST /channels/{channel_id}/messages', status: 403, code: 50013, times: 9 });
  discord.faults.add({ route: 'POST /users/@me/channels', status: 500, times: 9 });
  await expect(handOver(edit!, failed)).rejects.toThrow();
  expect(await bot.store.hourly.left(key, 10)).toBe(before);
  discord.faults.clear();
  await handOver(edit!, failed);
  expect(messagesOf(edit!)).toHaveLength(1);
});

test('A mask replaces its status; one that cannot be shown there is posted beside it.', async () => {
  const { bot, discord } = services;
  const overlay = await bot.queue.artifacts.put(await samplePicture());
  const report = { recipe: { threshold: 120, grow: 1 }, mask: { score: 0.9 } };
  const found = { outcome: 'found', mask: overlay, overlay, heat: overlay, report } as unknown as Outcome;
  const first = await services.edit({ layout: 'mask', base: { from: 'horse' }, runs: [] });
  await handOver(first, found);
  expect(messagesOf(first).map(({ id }) => id)).toEqual([first.destination.statusId]);
  expect(labelsOf(messagesOf(first)[0])).toEqual(['Mask −', 'Mask +', 'Shrink', 'Grow', 'Paint…']);
  const second = await services.edit({ layout: 'mask', base: { from: 'horse' }, runs: [] });
  discord.faults.add({
    route: 'PATCH /channels/{channel_id}/messages/{message_id}',
    status: 404,
    code: 10008,
  });
  await handOver(second, found);
  expect(messagesOf(second)[0].id).not.toBe(second.destination.statusId);
});

test('An edit that this store does not know is handed back, unless it was cancelled.', async () => {
  const unknown = { ...(await services.edit()), id: 'unknown' };
  await expect(handOver(unknown, failed)).rejects.toThrow('is not in this bot’s store');
  await handOver(unknown, { outcome: 'cancelled' });
});
