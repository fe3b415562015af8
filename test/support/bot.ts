import { REST } from 'discord.js';
import { openBotStore } from '../../src/bot/open-store.ts';
import { register } from '../../src/bot/register.ts';
import { type Bot, type BotOptions, startBot } from '../../src/bot/start.ts';
import { readPacks } from '../../src/commands/packs-on-disk.ts';
import { createLogger } from '../../src/log.ts';
import type { EditQueue } from '../../src/queue/types.ts';
import type { Store } from '../../src/store/index.ts';
import { makeDataFolder } from './data-folders.ts';
import { type Discord, defaultLatencyMs, openDiscord } from './discord.ts';
import { hurriedPack } from './packs.ts';
import { openTestQueue } from './queue.ts';

export interface Rig {
  readonly discord: Discord;
  readonly queue: EditQueue;
  readonly store: Store;
  readonly bot: Bot;
  /** Folder of the embedded store and of artifacts. */
  readonly dataDir: string;
  /** Ends the bot, the queue and the store; the playground too, unless it was given. */
  close(): Promise<void>;
  /** The same, but the playground stays. */
  leave(): Promise<void>;
}

export interface RigOptions {
  readonly url?: string | undefined;
  readonly dataDir?: string;
  readonly discord?: Discord;
  /** Whether this process works on edits, too; true when absent. */
  readonly works?: boolean;
  readonly bot?: Partial<BotOptions>;
  /** Requests of everybody that may wait. */
  readonly queueLimit?: number;
  /** First wait before a fault is tried again, in ms. */
  readonly retryMs?: number;
  readonly limits?: { readonly picturesPerHour: number; readonly atOnce: number };
}

/** As in tests of the queue. */
const RETRY_MS = 50;

/** The whole of Inlay against a playground: the real bot, the real queue, the real models. */
export async function openRig(options: RigOptions = {}): Promise<Rig> {
  const { url, works = true, limits = { picturesPerHour: 1000, atOnce: 20 } } = options;
  const dataDir = options.dataDir ?? makeDataFolder();
  const discord = options.discord ?? (await openDiscord({ latencyMs: defaultLatencyMs() }));
  const log = createLogger((process.env.TEST_LOG ?? 'silent') as 'silent');
  const queue = await openTestQueue({
    url,
    dataDir,
    log,
    limit: options.queueLimit ?? 50,
    retryMs: options.retryMs ?? RETRY_MS,
  });
  const opened = await openBotStore({ queue, queueUrl: url, dataDir, limits });
  const pack = hurriedPack();
  if (works) await queue.workEdits({ settings: { INLAY_PACK: pack } });
  const rest = { api: discord.api, cdn: discord.cdn, version: '10' };
  await register(new REST(rest).setToken(discord.token), { applicationId: discord.applicationId });
  const bot: Bot = await startBot({
    token: discord.token,
    rest,
    origins: [discord.url],
    queue,
    store: opened.store,
    packs: await readPacks(pack),
    log,
    statusEveryMs: 200,
    ...options.bot,
  });
  const leave = async () => {
    await bot.close();
    await queue.close({ graceMs: 100 });
    await opened.close();
  };
  return {
    discord,
    queue,
    store: opened.store,
    bot,
    dataDir,
    leave,
    close: async () => {
      await leave();
      if (options.discord === undefined) await discord.close();
    },
  };
}
