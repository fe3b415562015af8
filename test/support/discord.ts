import {
  type APIAttachment,
  type APIMessage,
  type APIThreadChannel,
  Locale,
  OverwriteType,
} from 'discord-api-types/v10';
import { onTestFinished } from 'vitest';
import { type Playground, type PlaygroundOptions, startPlayground } from '../../src/playground/index.ts';
import { messageView, textOf } from '../../src/playground/messages/view.ts';
import { changeThread } from '../../src/playground/people/messages.ts';
import { addPerson } from '../../src/playground/world/cast.ts';
import { expireAddresses, type Upload } from '../../src/playground/world/files.ts';
import {
  announce,
  type Change,
  type Channel,
  type Interaction,
  messagesIn,
} from '../../src/playground/world/world.ts';
import { type Person, personOf } from './discord-person.ts';
import { makeOracle } from './oracle.ts';
import { toldBy } from './told.ts';

export type { Person, Reply } from './discord-person.ts';

/** Text somewhere in a message, a pattern for it, or any test of the message. */
type Fits = string | RegExp | ((message: APIMessage) => boolean);

interface WaitOptions {
  readonly channelId?: string;
  /** Also see what only this user sees. */
  readonly seenBy?: string;
  /** Milliseconds; 10 seconds when absent. */
  readonly timeout?: number;
}

export interface Discord extends Playground {
  readonly ada: Person;
  readonly bruno: Person;
  readonly chie: Person;
  readonly moderator: Person;
  /** Another member of the guild, made on the spot. */
  newcomer(name: string): Person;
  readonly pictures: Channel;
  readonly lounge: Channel;
  readonly showcase: Channel;
  /** What did not fit Discord's own description of its API. */
  readonly problems: readonly string[];
  message(id: string): APIMessage;
  /** Messages of a channel, oldest first. */
  messages(channel: Pick<Channel, 'id'> | string, seenBy?: string): APIMessage[];
  /** Every state that a message has been in, oldest first. */
  history(id: string): readonly APIMessage[];
  threads(parent?: Pick<Channel, 'id'>): APIThreadChannel[];
  /** The first message, there already or yet to come, that fits; text is looked for wherever it stands. */
  waitFor(
    fits: string | RegExp | ((message: APIMessage) => boolean),
    options?: WaitOptions,
  ): Promise<APIMessage>;
  /** Waits until something holds, looking again whenever anything changes. */
  until(holds: () => boolean, timeout?: number): Promise<void>;
  /** Fetches what an attachment's address gives. */
  download(attachment: Pick<APIAttachment, 'url'>): Promise<Buffer>;
  /** Makes the addresses of an attachment that were handed out so far dead ones. */
  expireAttachment(id: string): void;
  /** Ends an interaction's token, as a quarter of an hour does. */
  expireToken(interaction: Interaction): void;
  changeThread(thread: Pick<Channel, 'id'>, change: { archived?: boolean; locked?: boolean }): void;
  /** Takes rights away from the bot in a channel, or grants them. */
  overwrite(channel: Pick<Channel, 'id'>, rights: { deny?: bigint; allow?: bigint }): void;
}

/** A picture to upload. */
export const png = (bytes: Uint8Array, filename = 'picture.png'): Upload => ({
  filename,
  contentType: 'image/png',
  bytes,
});

const idOf = (channel: Pick<Channel, 'id'> | string): string =>
  typeof channel === 'string' ? channel : channel.id;

function isFitting(fits: Fits, message: APIMessage): boolean {
  if (typeof fits === 'function') return fits(message);
  const text = textOf(message);
  return typeof fits === 'string' ? text.includes(fits) : fits.test(text);
}

/** Waits until `look` finds something, looking again whenever anything changes in the playground. */
function eventually<T>(
  { world }: Playground,
  look: () => T | undefined,
  timeout: number,
  lost: () => string,
): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      clearInterval(poll);
      world.changes.off('change', again);
    };
    const again = () => {
      const found = look();
      if (found === undefined) return;
      stop();
      resolve(found);
    };
    const timer = setTimeout(() => {
      stop();
      reject(new Error(lost()));
    }, timeout);
    // What a test counts for itself changes unannounced.
    const poll = setInterval(again, 20);
    world.changes.on('change', again);
    again();
  });
}

/** Keeps every state of every message, as tests look back at them. */
function keepHistory({ world }: Playground): Map<string, APIMessage[]> {
  const histories = new Map<string, APIMessage[]>();
  world.changes.on('change', (change: Change) => {
    if (change.type !== 'message') return;
    const { id } = change.stored.message;
    histories.set(id, [...(histories.get(id) ?? []), messageView(world, change.stored)]);
  });
  return histories;
}

/** Checks every picture that the bot posts for private metadata. @returns what was found, so far */
function lookInto({ world }: Playground): readonly string[] {
  const found: string[] = [];
  const seen = new Set<string>();
  world.changes.on('change', (change: Change) => {
    if (change.type !== 'message' || change.stored.message.author.id !== world.botId) return;
    for (const { fileId } of change.stored.attachments) {
      const file = world.files.get(fileId);
      if (seen.has(fileId) || file?.size === undefined) continue;
      seen.add(fileId);
      found.push(...toldBy(file.bytes).map(tag => `The bot posts ${file.filename}, which has ${tag}`));
    }
  });
  return found;
}

/** Looking at messages and threads, and waiting for them. */
function watching(playground: Playground) {
  const { world } = playground;
  const histories = keepHistory(playground);
  const messages = (channel: Pick<Channel, 'id'> | string, seenBy?: string) =>
    messagesIn(world, idOf(channel), seenBy).map(stored => messageView(world, stored));
  return {
    messages,
    message: (id: string) => {
      const stored = world.messages.get(id);
      if (stored === undefined) throw new Error(`There is no message ${id}`);
      return messageView(world, stored);
    },
    history: (id: string) => histories.get(id) ?? [],
    threads: (parent?: Pick<Channel, 'id'>) =>
      [...world.channels.values()].filter(
        (channel): channel is APIThreadChannel =>
          'thread_metadata' in channel && (parent === undefined || channel.parent_id === parent.id),
      ),
    waitFor: (fits: Fits, { channelId, seenBy, timeout = 10_000 }: WaitOptions = {}) => {
      const channels = () => (channelId === undefined ? [...world.channels.keys()] : [channelId]);
      const all = () => channels().flatMap(id => messages(id, seenBy));
      return eventually(
        playground,
        () => all().find(message => isFitting(fits, message)),
        timeout,
        () => `No message fits ${fits}, only:\n${all().map(textOf).join('\n--\n')}`,
      );
    },
    until: async (holds: () => boolean, timeout = 10_000) => {
      await eventually(
        playground,
        () => holds() || undefined,
        timeout,
        () => `It never held: ${holds}`,
      );
    },
    download: async ({ url }: Pick<APIAttachment, 'url'>) => {
      const response = await fetch(url);
      if (!response.ok) throw new Error(`${url} answered ${response.status}`);
      return Buffer.from(await response.arrayBuffer());
    },
  };
}

/** What happens in a world that no person does. */
const happenings = ({ world }: Playground) => ({
  expireAttachment: (id: string) => {
    const file = world.files.get(id);
    if (file === undefined) throw new Error(`There is no file ${id}`);
    expireAddresses(file);
  },
  expireToken: (interaction: Interaction) => {
    interaction.tokenUntil = 0;
  },
  changeThread: ({ id }: Pick<Channel, 'id'>, change: { archived?: boolean; locked?: boolean }) =>
    changeThread(world, world.channels.get(id)!, change),
  overwrite: ({ id }: Pick<Channel, 'id'>, { deny = 0n, allow = 0n }: { deny?: bigint; allow?: bigint }) => {
    const channel = world.channels.get(id)!;
    if (!('permission_overwrites' in channel)) throw new Error('This channel has no overwrites');
    channel.permission_overwrites = [
      { id: world.botId, type: OverwriteType.Member, deny: deny.toString(), allow: allow.toString() },
    ];
    announce(world, { type: 'channel', channel, isNew: false });
  },
});

/**
 * Milliseconds that a request takes in tests of the bot: like over a network, unless PLAYGROUND_LATENCY says
 * otherwise.
 */
export const defaultLatencyMs = (): number => Number(process.env.PLAYGROUND_LATENCY ?? 150);

/**
 * A playground of its own for a test, on a free port, with every request and answer checked against Discord's
 * own description of its API, and every picture of the bot's looked into. Closing it throws when something
 * did not fit, or had private metadata.
 */
export async function openDiscord(options: PlaygroundOptions = {}): Promise<Discord> {
  const oracle = makeOracle();
  const playground = await startPlayground({ port: 0, validate: oracle.validate, ...options });
  const { world } = playground;
  const leaks = lookInto(playground);
  const [pictures, lounge, showcase] = [...world.channels.values()];
  const member = (username: string): Person => {
    const person = [...world.people.values()].find(({ user }) => user.username === username);
    return personOf(playground, person!.user.id, pictures.id);
  };
  return {
    ...playground,
    ...watching(playground),
    ...happenings(playground),
    problems: oracle.problems,
    pictures,
    lounge,
    showcase,
    ada: member('ada'),
    bruno: member('bruno'),
    chie: member('chie'),
    moderator: member('mona'),
    newcomer: name => {
      const id = addPerson(world, { username: name, name, locale: Locale.EnglishUS });
      return personOf(playground, id, pictures.id);
    },
    close: async () => {
      await playground.close();
      const problems = [...oracle.problems, ...leaks];
      if (problems.length > 0) throw new Error(problems.join('\n\n'));
    },
  };
}

/** The same, closed when the test that asks for it is over. */
export async function discordForTest(options?: PlaygroundOptions): Promise<Discord> {
  const discord = await openDiscord(options);
  onTestFinished(() => discord.close());
  return discord;
}
