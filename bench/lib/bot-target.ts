import { rm } from 'node:fs/promises';
import { editIdsIn } from '../../test/bot/suite/look.ts';
import { openRig } from '../../test/support/bot.ts';
import { openDiscord, type Person, png } from '../../test/support/discord.ts';
import { eventually } from '../../test/support/queue.ts';
import { startRedis } from '../../test/support/redis.ts';
import type { Target } from '../bot.ts';

const PATIENCE_MS = 10 * 60_000;

/**
 * All of Inlay: the real bot, logged in to the playground's server, with one worker. A request is a slash command with
 * a picture; it is acknowledged when Discord would show the bot thinking.
 */
export async function openBotTarget(options: {
  readonly picture: Uint8Array;
  readonly redis: boolean;
}): Promise<Target> {
  const redis = options.redis ? await startRedis() : undefined;
  // The server's own checks take longer than the bot does, in the same process. A late answer is a figure, not an error.
  const discord = await openDiscord({ validate: () => {}, acknowledgeWithinMs: 60_000 });
  const rig = await openRig({ url: redis?.url, queueLimit: 200, discord });
  const { store } = rig;
  const image = png(options.picture);
  const people = new Map<string, Person>();
  const person = (name: string): Person => {
    const known = people.get(name) ?? discord.newcomer(name);
    people.set(name, known);
    return known;
  };
  /** Requests by the edits that they became. */
  const requests = new Map<string, string>();
  return {
    name: `the bot with ${redis === undefined ? 'the embedded store' : 'Redis'}`,
    async occupy() {
      const slow = { image, from: 'horse', to: 'zebra', steps: 100, variants: 4 };
      await person('busy').command('edit', slow);
      await discord.waitFor(({ content }) => content.includes('Painting…'), { timeout: PATIENCE_MS });
    },
    async request(id, userId) {
      const { interaction } = await person(userId).command('edit', { image, from: 'horse', to: 'zebra' });
      void eventually(() => store.edits.byInteraction(interaction.id), PATIENCE_MS).then(edit =>
        requests.set(edit.id, id),
      );
    },
    delivered: () =>
      [...discord.world.channels.keys()]
        .flatMap(channel => discord.messages(channel))
        .filter(({ content }) => content.includes('outside the mask'))
        .flatMap(message => requests.get(editIdsIn(message)[0]) ?? []),
    async close() {
      await rig.close();
      await discord.close();
      await redis?.stop();
      await rm(rig.dataDir, { recursive: true, force: true });
    },
  };
}
