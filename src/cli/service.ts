import { REST } from 'discord.js';
import { applicationOf } from '../bot/application.ts';
import { openBotStore } from '../bot/open-store.ts';
import { type Bot, type BotOptions, startBot } from '../bot/start.ts';
import { livePacks } from '../commands/packs-on-disk.ts';
import type { Config } from '../config.ts';
import { startHeartbeat } from '../heartbeat.ts';
import { createLogger, type Logger } from '../log.ts';
import { heartbeats } from './check.ts';
import { openConfiguredQueue } from './queue.ts';
import { surviveRejections } from './rejections.ts';

export interface Service {
  readonly bot: Bot;
  readonly log: Logger;
  close(): Promise<void>;
}

/** Opened resources, closed in reverse order. */
type Closing = () => Promise<void>;

/** The bot on its queue and its store; with `works`, this process makes the edits as well. */
export async function openService(
  config: Config,
  discord: Pick<BotOptions, 'token' | 'rest' | 'origins'>,
  { works }: { readonly works: boolean },
): Promise<Service> {
  const log = createLogger(config.logLevel);
  surviveRejections(log);
  const opened: Closing[] = [];
  const close = async () => {
    for (const closeOne of opened.splice(0).reverse()) await closeOne();
  };
  try {
    const application = await applicationOf(new REST(discord.rest ?? {}).setToken(discord.token));
    const queue = await openConfiguredQueue(config, application, log);
    opened.push(() => queue.close());
    const { queueUrl, dataDir, limits, historyDays, serverShare } = config;
    const { store, close: closeStore } = await openBotStore({ queue, queueUrl, dataDir, limits });
    opened.push(closeStore);
    const packs = await livePacks(config.pack, config.models, problem => log.warn(problem));
    opened.push(async () => packs.close());
    if (works) await queue.workEdits({ concurrency: config.concurrency });
    const bot = await startBot({ ...discord, queue, store, packs, log, historyDays, serverShare });
    opened.push(() => bot.close());
    opened.push(
      await startHeartbeat(heartbeats(config), () => ({ bot: bot.pulse(), worker: queue.activity() })),
    );
    return { bot, log, close };
  } catch (error) {
    await close();
    throw error;
  }
}
