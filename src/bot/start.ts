import { Client, Events, GatewayCloseCodes, GatewayIntentBits, REST, type RESTOptions } from 'discord.js';
import type { Packs } from '../commands/packs-on-disk.ts';
import { discordApi } from '../discord/api.ts';
import { ConnectionLost } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { EditQueue } from '../queue/types.ts';
import type { Store } from '../store/index.ts';
import { DISCORD_ORIGINS } from './attachments.ts';
import { makeBeginnings } from './beginnings.ts';
import { contextOf, makeLimits } from './context.ts';
import { deliver } from './deliver.ts';
import { lossOf } from './lost.ts';
import { type Pulse, watchPulse } from './pulse.ts';
import { recover, settleAll } from './recover.ts';
import { keepHistory } from './retention.ts';
import { route } from './router.ts';
import type { BotServices } from './services.ts';
import { signInProblem } from './sign-in.ts';
import { makeStatusMessages } from './status-messages.ts';
import { guardToken } from './token-guard.ts';

export interface BotOptions {
  readonly token: string;
  readonly queue: EditQueue;
  readonly store: Store;
  readonly packs: Packs;
  readonly log: Logger;
  /** The API and the attachments' origin of a server in place of Discord: the playground. */
  readonly rest?: Partial<RESTOptions>;
  readonly origins?: readonly string[];
  /** Days that finished edits are remembered; for ever when absent. */
  readonly historyDays?: number;
  /** Requests of one server that may wait or run at once; any number when absent. */
  readonly serverShare?: number;
  /** Milliseconds between two changes of one status message; default 2500. */
  readonly statusEveryMs?: number;
}

export interface Bot {
  /** The application's id, which is also that of the bot's user. */
  readonly applicationId: string;
  /**
   * Resolves when the connection is lost for good: with a `UserError` that the operator can mend, or with an
   * error that a restart may mend.
   */
  readonly lost: Promise<Error>;
  /** Whether Discord is reachable. */
  pulse(): Pulse;
  /** Finishes the interactions that have arrived, then logs out. */
  close(): Promise<void>;
}

/**
 * Logs in and serves until it is closed. Throws `UserError` when Discord refuses the token, or cannot be
 * reached.
 */
export async function startBot(options: BotOptions): Promise<Bot> {
  const { token, rest, queue, store, packs, log, origins = DISCORD_ORIGINS, statusEveryMs } = options;
  const client = new Client({ intents: [GatewayIntentBits.Guilds], ...(rest === undefined ? {} : { rest }) });
  const forStatuses = statusRest(rest).setToken(token);
  let replaced = () => {};
  const lost = Promise.race([
    watchConnection(client, [client.rest, forStatuses], { token, log }),
    new Promise<Error>(resolve => {
      replaced = () =>
        resolve(new ConnectionLost('Another bot delivers from this queue now: this one ends.'));
    }),
  ]);
  await queue.holdLease(() => replaced());
  const pulse = watchPulse(client, [client.rest, forStatuses]);
  const statusApi = discordApi(forStatuses);
  const discord = discordApi(client.rest);
  const services: BotServices = { discord, statusApi, queue, store, packs, origins, log };
  const bot = {
    ...services,
    statusMessages: makeStatusMessages(services, { everyMs: statusEveryMs }),
    beginnings: makeBeginnings(),
    ...makeLimits(),
    serverShare: options.serverShare,
  };
  const context = contextOf(bot);
  const running = new Set<Promise<void>>();
  client.on(Events.InteractionCreate, interaction => {
    const work = route(interaction, context).finally(() => running.delete(work));
    running.add(work);
  });
  logConnection(client, log);

  const ready = new Promise<void>(resolve => client.once(Events.ClientReady, () => resolve()));
  await client.login(token).catch(cause => {
    throw signInProblem(cause);
  });
  await Promise.race([
    ready,
    lost.then(loss => {
      throw loss;
    }),
  ]).catch(async error => {
    await client.destroy();
    throw error;
  });
  await recover(bot);
  await queue.workDeliveries(handover => deliver(bot, handover));
  const settling = settleAll(bot)
    .catch(err => log.warn({ err }, 'what an earlier process left open is settled at the next start'))
    .finally(() => running.delete(settling));
  running.add(settling);
  const stopForgetting = options.historyDays === undefined ? () => {} : keepHistory(bot, options.historyDays);
  log.info({ user: client.user?.tag }, 'the bot is ready');
  return {
    applicationId: client.application?.id ?? '',
    lost,
    pulse: pulse.read,
    close: async () => {
      client.removeAllListeners(Events.InteractionCreate);
      pulse.stop();
      stopForgetting();
      await Promise.allSettled(running);
      await bot.statusMessages.close();
      await client.destroy();
    },
  };
}

/**
 * Resolves with what to end the process with, once Discord has closed the gateway for good, or forgotten the
 * token.
 */
function watchConnection(
  client: Client,
  rests: readonly REST[],
  { token, log }: Pick<BotOptions, 'token' | 'log'>,
): Promise<Error> {
  return new Promise(resolve => {
    const onLost = () => resolve(lossOf(GatewayCloseCodes.AuthenticationFailed, false));
    const [guard] = rests.map(rest => guardToken(rest, { token, log, onLost }));
    client.on(Events.ShardDisconnect, async ({ code }) => {
      log.error({ code }, 'Discord closed the connection for good');
      resolve(lossOf(code, await guard.holds()));
    });
    client.on(Events.Invalidated, () =>
      resolve(new ConnectionLost('Discord ended the session: start Inlay again.')),
    );
  });
}

function logConnection(client: Client, log: Logger): void {
  client.on(Events.Error, err => log.warn({ err }, 'the connection to Discord had an error'));
  client.on(Events.ShardResume, () => log.info('the connection to Discord is back'));
  client.rest.on('rateLimited', ({ route: limited, retryAfter }) =>
    log.info({ route: limited, retryAfter }, 'Discord asks for patience'),
  );
}

/**
 * Discord takes 50 requests a second of one bot; changes of statuses leave most of them to results and
 * answers.
 */
const STATUS_REQUESTS = 15;

/**
 * A REST client for requests that may be late or dropped: it does not wait for rate limits, and tries at most
 * twice.
 */
function statusRest(options: Partial<RESTOptions> = {}): REST {
  return new REST({
    ...options,
    rejectOnRateLimit: () => true,
    globalRequestsPerSecond: STATUS_REQUESTS,
    retries: 1,
  });
}
