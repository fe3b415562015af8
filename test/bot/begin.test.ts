import type { ChatInputCommandInteraction } from 'discord.js';
import { PermissionFlagsBits } from 'discord-api-types/v10';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { begin } from '../../src/bot/begin.ts';
import type { Ask } from '../../src/commands/ask.ts';
import type { Refusal } from '../../src/discord/refusal.ts';
import { TEXTS } from '../../src/language/texts/index.ts';
import { jobIdOf } from '../../src/queue/contracts.ts';
import { png } from '../support/discord.ts';
import { samplePicture } from '../support/queue.ts';
import { listen, openServices, type Services } from '../support/services.ts';
import { labelsOf } from './suite/look.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const LIMIT = 4;
let services: Services;
let stop: () => Promise<void>;
/** What the next command of a member begins. */
let ask: Ask;
let times = 1;
/** Resolves when that is over. */
let begun: Promise<void>;

async function beginning(command: ChatInputCommandInteraction): Promise<void> {
  await command.deferReply();
  try {
    for (let i = 0; i < times; i++) await begin(services.bot, command, ask);
  } catch (error) {
    await command.editReply((error as Refusal).say(TEXTS.en));
  }
}

beforeAll(async () => {
  services = await openServices({ limit: LIMIT, atOnce: 2 });
  stop = await listen(services, async interaction => {
    begun = beginning(interaction as ChatInputCommandInteraction);
    await begun;
  });
});
afterEach(() => services.discord.faults.clear());
afterAll(async () => {
  await stop();
  await services.close();
});

let people = 0;
/** Somebody new asks; returns what the answer says, and the edit that began, if one did. */
async function asks(change: Partial<Ask> = {}, by = services.discord.newcomer(`nora-${++people}`)) {
  const { bot } = services;
  const source = await bot.queue.artifacts.put(await samplePicture());
  const base = { from: 'horse', to: 'zebra' };
  ask = { layout: 'single', source, sourceName: 'p.png', base, runs: [{}], ...change };
  const image = png(await samplePicture());
  const { interaction, message } = await by.command('edit', { image, from: 'horse', to: 'zebra' });
  await begun;
  const edit = await bot.store.edits.byInteraction(interaction.id);
  return { by, content: message().content, edit, id: interaction.id };
}

const cancel = (id: string) => services.bot.queue.cancel(jobIdOf(id));

test('A request is queued, and its status stands in a thread of its own.', async () => {
  const { edit, content, id } = await asks();
  expect(content).toMatch(/asked for \*\*horse → zebra\*\*/);
  expect(edit).toMatchObject({ state: 'queued', destination: { threadId: expect.any(String) } });
  const status = services.discord.message(edit!.destination.statusId!);
  expect([status.channel_id, labelsOf(status)]).toEqual([edit!.destination.threadId, ['Cancel']]);
  expect((await services.bot.queue.position(jobIdOf(id))).state).toBe('waiting');
  await cancel(id);
});

test('Where no thread opens, the status is the answer itself.', async () => {
  services.discord.faults.add({
    route: 'POST /channels/{channel_id}/messages/{message_id}/threads',
    status: 403,
    code: 50013,
  });
  const { edit, id } = await asks();
  expect(edit?.destination.threadId).toBeUndefined();
  expect(labelsOf(services.discord.message(edit!.destination.statusId!))).toEqual(['Cancel']);
  await cancel(id);
});

test('One interaction that comes twice is one edit, charged once.', async () => {
  times = 2;
  const { id, by } = await asks();
  times = 1;
  const { bot, discord } = services;
  expect(await bot.store.hourly.left(`${discord.guildId}-${by.user.id}`, 10)).toBe(9);
  await cancel(id);
});

test('A full queue refuses, and leaves neither an edit nor a charge.', async () => {
  const waiting = [];
  for (let i = 0; i < LIMIT; i++) waiting.push(await asks());
  const { content, edit, by } = await asks();
  expect([content, edit]).toEqual([TEXTS.en.refusal.busy, undefined]);
  const { bot, discord } = services;
  expect(await bot.store.hourly.left(`${discord.guildId}-${by.user.id}`, 10)).toBe(10);
  for (const { id } of waiting) await cancel(id);
});

test('Where the bot may not post files, nothing begins.', async () => {
  const { discord } = services;
  discord.overwrite(discord.pictures, { deny: PermissionFlagsBits.AttachFiles });
  const { content, edit } = await asks({}).finally(() => discord.overwrite(discord.pictures, {}));
  expect([content, edit]).toEqual([TEXTS.en.refusal.permissions('Attach Files'), undefined]);
});
