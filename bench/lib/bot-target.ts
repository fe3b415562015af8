import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { REST } from 'discord.js';
import { register } from '../../src/bot/register.ts';
import { startBotProcess } from '../../test/support/bot-processes.ts';
import { compile } from '../../test/support/compiled.ts';
import { openDiscord, type Person, png } from '../../test/support/discord.ts';
import { hurriedPack } from '../../test/support/packs.ts';
import { startRedis } from '../../test/support/redis.ts';
import type { Target } from '../bot.ts';

const PATIENCE_MS = 10 * 60_000;

/**
 * All of Inlay in a process of its own: the real bot with one worker, logged in to the playground's server,
 * which is here, as Discord is elsewhere. A request is a slash command with a picture; it is acknowledged
 * when Discord would show the bot thinking.
 */
export async function openBotTarget(options: {
  readonly picture: Uint8Array;
  readonly redis: boolean;
}): Promise<Target> {
  compile();
  const redis = options.redis ? await startRedis() : undefined;
  const dataDir = await mkdtemp(join(tmpdir(), 'inlay-bench-'));
  // Checking everything costs this machine more than the bot does. A late answer is a figure, not an error.
  const discord = await openDiscord({ validate: () => {}, acknowledgeWithinMs: 60_000 });
  const rest = new REST({ api: discord.api, version: '10' }).setToken(discord.token);
  await register(rest, { applicationId: discord.applicationId });
  const bot = await startBotProcess(discord, [
    ...['--bot', '--edits', '--limit', '200', '--statusEveryMs', '2500'],
    ...['--dataDir', dataDir, '--pack', hurriedPack()],
    ...(redis === undefined ? [] : ['--url', redis.url]),
  ]);
  const image = png(options.picture);
  const people = new Map<string, Person>();
  const person = (name: string): Person => {
    const known = people.get(name) ?? discord.newcomer(name);
    people.set(name, known);
    return known;
  };
  /** Requests by the thread that shows what became of them, whose id is that of the answer. */
  const requests = new Map<string, string>();
  return {
    name: `the bot with ${redis === undefined ? 'the embedded store' : 'Redis'}`,
    async occupy() {
      const slow = { image, from: 'horse', to: 'zebra', steps: 100, variants: 4 };
      await person('busy').command('edit', slow);
      await discord.waitFor(({ content }) => content.includes('Painting…'), { timeout: PATIENCE_MS });
    },
    async request(id, userId) {
      const reply = await person(userId).command('edit', { image, from: 'horse', to: 'zebra' });
      requests.set(reply.message().id, id);
    },
    delivered: () =>
      [...requests].flatMap(([thread, id]) =>
        discord
          .messages(thread)
          .filter(({ content }) => content.includes('outside the mask'))
          .map(() => id),
      ),
    async close() {
      await bot.end();
      await discord.close();
      await redis?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
