import { Client, Events, GatewayIntentBits, type RESTOptions } from 'discord.js';
import type { Context } from '../commands/context.ts';
import type { Packs } from '../commands/packs-on-disk.ts';
import type { Logger } from '../log.ts';
import type { EditQueue } from '../queue/types.ts';
import type { Store } from '../store/index.ts';
import { DISCORD_ORIGINS, fetchAttachment } from './attachments.ts';
import { begin } from './begin.ts';
import { makeBeginnings } from './beginnings.ts';
import { makeBoard } from './board.ts';
import { cancel } from './cancel.ts';
import { deliver } from './deliver.ts';
import type { Desk } from './desk.ts';
import { discordOver } from './discord.ts';
import { comparison } from './pictures/compare.ts';
import { pictureOf, sourceOf } from './pictures/stored.ts';
import { recover } from './recover.ts';
import { messageFor } from './result.ts';
import { route } from './router.ts';
import { signInProblem } from './sign-in.ts';
import { makeTurns } from './turns.ts';

export interface BotOptions {
  readonly token: string;
  readonly queue: EditQueue;
  readonly store: Store;
  readonly packs: Packs;
  readonly log: Logger;
  /** Another server than Discord's, and where it keeps attachments: the playground. */
  readonly rest?: Partial<RESTOptions>;
  readonly origins?: readonly string[];
  /** Milliseconds between two changes of one status message; default 2500. */
  readonly statusEveryMs?: number;
}

export interface Bot {
  /** The application's id, which is also that of the bot's user. */
  readonly applicationId: string;
  /** Answers what has come, then leaves. */
  close(): Promise<void>;
}

/** Logs in and serves until it is closed. Throws `UserError` when Discord refuses the token, or cannot be reached. */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { token, rest, queue, store, packs, log, origins = DISCORD_ORIGINS, statusEveryMs } = options;
  const client = new Client({ intents: [GatewayIntentBits.Guilds], ...(rest === undefined ? {} : { rest }) });
  const desk: Desk = { discord: discordOver(client.rest), queue, store, packs, origins, log };
  const board = makeBoard(desk, statusEveryMs === undefined ? {} : { everyMs: statusEveryMs });
  const bot = { ...desk, board, beginnings: makeBeginnings(), inTurn: makeTurns() };
  const context = contextOf(bot);
  const running = new Set<Promise<void>>();
  client.on(Events.InteractionCreate, interaction => {
    const work = route(interaction, context).finally(() => running.delete(work));
    running.add(work);
  });
  client.on(Events.Error, err => log.warn({ err }, 'the connection to Discord had an error'));
  client.on(Events.ShardResume, () => log.info('the connection to Discord is back'));
  client.rest.on('rateLimited', ({ route: limited, retryAfter }) =>
    log.info({ route: limited, retryAfter }, 'Discord asks for patience'),
  );

  const ready = new Promise<void>(resolve => client.once(Events.ClientReady, () => resolve()));
  await client.login(token).catch(cause => {
    throw signInProblem(cause);
  });
  await ready;
  await recover(bot);
  await queue.workDeliveries(handover => deliver(bot, handover));
  log.info({ user: client.user?.tag }, 'the bot is ready');
  return {
    applicationId: client.application?.id ?? '',
    close: async () => {
      client.removeAllListeners(Events.InteractionCreate);
      await Promise.allSettled(running);
      await board.close();
      await client.destroy();
    },
  };
}

/** Requests that are taken in at once: the rest wait, so that first answers, which Discord wants within 3 s, do not. */
const LANES = 3;

/** What commands may do, on what the bot works with. */
function contextOf(bot: Parameters<typeof begin>[0]): Context {
  const { queue, store, packs, log, origins, discord } = bot;
  const lanes = makeTurns();
  let taken = 0;
  const inLane = <T>(work: () => Promise<T>) => lanes(String(taken++ % LANES), work);
  return {
    store,
    queue,
    packs,
    log,
    begin: (interaction, ask, options) => inLane(() => begin(bot, interaction, ask, options)),
    fetchPicture: (picture, maxBytes, locale) =>
      inLane(async () => {
        const bytes = await fetchAttachment(picture, { origins, maxBytes, locale });
        // Kept for longer once something came of it: what the limits refuse is soon gone.
        return queue.artifacts.put(bytes);
      }),
    sourceOf: edit => sourceOf(edit, bot),
    pictureOf: (edit, run) => pictureOf(edit, run, bot),
    comparison: (edit, run, sizeLimit) => comparison(edit, run, sizeLimit, bot),
    showResult: async edit => {
      const { result } = edit;
      const message = result && (await messageFor(edit, result, bot, { ping: false }));
      if (message === undefined) throw new Error(`The edit ${edit.id} has no result to show.`);
      return message;
    },
    cancel: (edit, options) => cancel(bot, edit, options),
    removeMessage: (channelId, messageId) => discord.remove(channelId, messageId),
  };
}
