import { Client, Events, GatewayIntentBits, type Interaction, REST } from 'discord.js';
import type { Beginner } from '../../src/bot/begin.ts';
import { makeBeginnings } from '../../src/bot/beginnings.ts';
import { makeLimits } from '../../src/bot/context.ts';
import { openBotStore } from '../../src/bot/open-store.ts';
import { register } from '../../src/bot/register.ts';
import { makeStatusMessages } from '../../src/bot/status-messages.ts';
import { readPacks } from '../../src/commands/packs-on-disk.ts';
import { discordApi } from '../../src/discord/api.ts';
import { createLogger } from '../../src/log.ts';
import type { NewEdit, StoredEdit } from '../../src/store/records.ts';
import { makeDataFolder } from './data-folders.ts';
import { type Discord, openDiscord } from './discord.ts';
import { openTestQueue, samplePicture } from './queue.ts';

export interface Services {
  readonly discord: Discord;
  /** What the bot works with; nothing listens to Discord or to the queue. */
  readonly bot: Beginner;
  /** A request of Ada's, written down, with a status message in a channel. */
  edit(change?: Partial<NewEdit>): Promise<StoredEdit>;
  close(): Promise<void>;
}

/**
 * Parts of the bot without a bot: a real Discord without latency, a real queue that nobody works on, a real
 * store.
 */
export async function openServices(
  options: { readonly limit?: number; readonly atOnce?: number } = {},
): Promise<Services> {
  const dataDir = makeDataFolder();
  const log = createLogger('silent');
  const [discord, queue] = await Promise.all([
    openDiscord(),
    openTestQueue({ url: undefined, dataDir, log, limit: options.limit ?? 50 }),
  ]);
  const limits = { picturesPerHour: 10, atOnce: options.atOnce ?? 20 };
  const { store, close } = await openBotStore({ queue, queueUrl: undefined, dataDir, limits });
  const api = discordApi(new REST({ api: discord.api, version: '10' }).setToken(discord.token));
  const packs = await readPacks('emoji');
  const services = { discord: api, statusApi: api, queue, store, packs, origins: [discord.url], log };
  const statusMessages = makeStatusMessages(services, { everyMs: 50 });
  const bot = { ...services, statusMessages, beginnings: makeBeginnings(), ...makeLimits() };
  let last = 0;
  return {
    discord,
    bot,
    async edit(change = {}) {
      const { id: statusId } = await api.post(discord.pictures.id, { content: 'Painting…' });
      const added = await store.edits.add({
        interactionId: `${++last}`,
        userId: discord.ada.user.id,
        guildId: discord.guildId,
        locale: 'en-US',
        layout: 'single',
        source: await queue.artifacts.put(await samplePicture()),
        sourceName: 'sample.png',
        base: { from: 'horse', to: 'zebra' },
        runs: [{}],
        private: false,
        destination: { channelId: discord.pictures.id, statusId },
        sizeLimit: 10_000_000,
        ...change,
      });
      if (added === undefined) throw new Error('That interaction is an edit already.');
      return added;
    },
    async close() {
      await statusMessages.close();
      await queue.close({ graceMs: 0 });
      await close();
      await discord.close();
    },
  };
}

/** Lets Discord hand interactions to `execute`, with the bot's own commands. Returns how to stop. */
export async function listen(
  { discord }: Services,
  execute: (interaction: Interaction) => Promise<unknown>,
): Promise<() => Promise<void>> {
  const rest = { api: discord.api, cdn: discord.cdn, version: '10' };
  await register(new REST(rest).setToken(discord.token), { applicationId: discord.applicationId });
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest });
  const ready = new Promise(resolve => client.once(Events.ClientReady, resolve));
  client.on(Events.InteractionCreate, interaction => void execute(interaction));
  await client.login(discord.token);
  await ready;
  return () => client.destroy();
}
