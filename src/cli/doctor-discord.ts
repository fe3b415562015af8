import {
  Client,
  Events,
  GatewayIntentBits,
  type GuildBasedChannel,
  REST,
  type RESTOptions,
  Routes,
} from 'discord.js';
import { NEEDED } from '../bot/permissions.ts';
import { signInProblem } from '../bot/sign-in.ts';
import type { Config } from '../config.ts';
import { UserError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { requireToken } from './bot.ts';
import { pendingEdits } from './queue.ts';

/**
 * Whether the queue answers. A running bot on this machine may have the embedded one, which is as it should
 * be.
 */
export async function checkQueue(config: Config): Promise<void> {
  try {
    await pendingEdits(config, createLogger('silent'));
  } catch (error) {
    if (error instanceof UserError && error.code === 'in-use' && config.queueUrl === undefined) return;
    throw error;
  }
}

type Rest = Partial<RESTOptions>;

/** Whether Discord knows the token. Throws `UserError` when not, or when it cannot be reached. */
export async function checkToken({ token }: Pick<Config, 'token'>, rest: Rest = {}): Promise<void> {
  try {
    await new REST(rest).setToken(requireToken(token)).get(Routes.currentApplication());
  } catch (cause) {
    throw signInProblem(cause);
  }
}

/** What the bot may not do in a channel, of all that it needs there; logs in to find out. */
export async function missingPermissions(
  { token }: Pick<Config, 'token'>,
  channelId: string,
  rest: Rest = {},
): Promise<string[]> {
  const client = new Client({ intents: [GatewayIntentBits.Guilds], rest });
  try {
    const ready = new Promise<void>(resolve => client.once(Events.ClientReady, () => resolve()));
    await client.login(requireToken(token)).catch(cause => {
      throw signInProblem(cause);
    });
    await ready;
    const channel = await client.channels.fetch(channelId).catch(() => null);
    if (channel === null || channel.isDMBased()) {
      throw new UserError(
        'bad-option',
        `The bot sees no channel ${channelId}: bring it to the server, or check the id.`,
      );
    }
    return missingIn(channel, client);
  } finally {
    await client.destroy();
  }
}

/** As Discord's settings have it: `SendMessagesInThreads` is "Send Messages in Threads". */
const inWords = (name: string): string => name.replace(/(?<=[a-z])(?=[A-Z])/g, ' ').replace(' In ', ' in ');

function missingIn(channel: GuildBasedChannel, { user }: Client): string[] {
  const allowed = user === null ? null : channel.permissionsFor(user);
  return Object.entries(NEEDED)
    .filter(([, permission]) => allowed?.has(permission) !== true)
    .map(([name]) => inWords(name));
}
