import { REST } from 'discord.js';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { register } from '../../src/bot/register.ts';
import { type BotProcess, startBotProcess } from '../support/bot-processes.ts';
import { dataFolder } from '../support/data-folders.ts';
import { type Discord, defaultLatencyMs, discordForTest } from '../support/discord.ts';
import { tempFolder } from '../support/folders.ts';
import { hurriedPack } from '../support/packs.ts';
import { startRedis } from '../support/redis.ts';
import { horsePicture } from '../support/scenes.ts';
import { labelsOf, PATIENCE, showsResult } from './suite/look.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 60_000 });

const SEND = 'POST /channels/{channel_id}/messages' as const;
const running = new Set<BotProcess>();
let discord: Discord;

beforeEach(async () => {
  discord = await discordForTest({ latencyMs: defaultLatencyMs() });
  const rest = new REST({ api: discord.api, version: '10' }).setToken(discord.token);
  await register(rest, { applicationId: discord.applicationId });
});

afterEach(async () => {
  await Promise.all([...running].map(({ end }) => end()));
  running.clear();
});

/** Starts a process on the test's playground; `end` ends it as a crash would. */
async function start(flags: readonly string[]): Promise<BotProcess> {
  const started = await startBotProcess(discord, flags);
  running.add(started);
  return started;
}

/** Asks for an edit that takes a while, and waits until it is being painted. */
async function paintingEdit(): Promise<void> {
  const image = await horsePicture();
  await discord.ada.command('edit', { image, from: 'horse', to: 'zebra', steps: 16 });
  await discord.waitFor(({ content }) => content.includes('Painting…'), { timeout: PATIENCE });
}

const results = () =>
  [...discord.world.channels.keys()]
    .flatMap(id => discord.messages(id))
    .filter(message => showsResult(message));

/** Waits for the result, gives a second one time to come, and looks that it is alone. */
async function toldOnce() {
  const result = await discord.waitFor(message => showsResult(message), { timeout: PATIENCE });
  await discord.waitFor(({ content }) => content.includes('Done. The result is below.'), {
    timeout: PATIENCE,
  });
  expect(results()).toHaveLength(1);
  return result;
}

test('The whole of it killed mid-edit on the embedded store: the edit comes once, and its buttons work.', async () => {
  const flags = ['--bot', '--edits', '--dataDir', dataFolder(), '--pack', hurriedPack()];
  const first = await start(flags);
  await paintingEdit();
  await first.end();
  await start(flags);
  const result = await toldOnce();
  const compared = await discord.ada.press(result, 'Compare');
  await discord.until(() => compared.message().attachments.length === 1, PATIENCE);
  const again = await discord.ada.press(result, 'Mask +');
  const offered = () => discord.history(again.message().id).flatMap(labelsOf);
  await discord.until(() => offered().includes('Cancel'), PATIENCE);
});

test('Killed after posting, before it was written down: the result is not posted again.', async () => {
  const flags = ['--bot', '--edits', '--dataDir', dataFolder(), '--pack', hurriedPack()];
  const first = await start(flags);
  await paintingEdit();
  // The result arrives, but the bot never hears so.
  discord.faults.add({ route: SEND, status: 0, afterwards: true, times: 1000 });
  await discord.waitFor(message => showsResult(message), { timeout: PATIENCE });
  await first.end();
  discord.faults.clear();
  await start(flags);
  await toldOnce();
});

test('The bot killed mid-edit on Redis: the worker goes on, and the edit is delivered once.', async () => {
  const redis = await startRedis();
  const shared = ['--url', redis.url, '--pack', hurriedPack()];
  const bot = ['--bot', '--dataDir', dataFolder(), ...shared];
  await start(['--edits', '--dataDir', tempFolder(), ...shared]);
  const first = await start(bot);
  await paintingEdit();
  await first.end();
  await start(bot);
  await toldOnce();
  await redis.stop();
});

test('Redis killed and started again mid-edit: the edit is delivered once.', async () => {
  const redis = await startRedis();
  const shared = ['--url', redis.url, '--pack', hurriedPack()];
  await start(['--bot', '--dataDir', dataFolder(), ...shared]);
  await start(['--edits', '--dataDir', tempFolder(), ...shared]);
  await paintingEdit();
  await redis.kill();
  await redis.start();
  await toldOnce();
  await redis.stop();
});
