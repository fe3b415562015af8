import { type APIMessage, DiscordAPIError, type RawFile, type REST, Routes } from 'discord.js';
import { cut, messageText } from '../language/plain.ts';
import type { Message } from './message.ts';

/** Discord's error codes of messages and channels. */
export const CODES = {
  unknownChannel: 10003,
  unknownMessage: 10008,
  unknownInteraction: 10062,
  missingAccess: 50001,
  cannotMessageUser: 50007,
  missingPermissions: 50013,
  archived: 50083,
  threadExists: 160004,
  threadLocked: 160005,
} as const;

/** Whether Discord refused with one of these codes. */
export const isCode = (error: unknown, ...codes: readonly number[]): boolean =>
  error instanceof DiscordAPIError && codes.includes(Number(error.code));

interface PostOptions {
  /** Posting twice with one nonce within a few minutes posts once. */
  readonly nonce?: string;
}

interface EditOptions {
  /** Attachments to keep, by id; all of them when absent and no file is added. */
  readonly keep?: readonly string[];
}

/** What the bot does by its own token, at any time: nothing here needs an open interaction. */
export interface DiscordApi {
  post(channelId: string, message: Message, options?: PostOptions): Promise<APIMessage>;
  edit(channelId: string, messageId: string, message: Message, options?: EditOptions): Promise<APIMessage>;
  /** Deleting what is gone is no error. */
  remove(channelId: string, messageId: string): Promise<void>;
  get(channelId: string, messageId: string): Promise<APIMessage>;
  /** Messages of a channel after one, the newest first. */
  after(channelId: string, messageId: string): Promise<APIMessage[]>;
  /** Opens a thread on a message; one message has one, with its own id. */
  openThread(channelId: string, messageId: string, name: string): Promise<string>;
  unarchive(threadId: string): Promise<void>;
  /** The channel of direct messages with a member. */
  directChannel(userId: string): Promise<string>;
}

/** A day: long enough to discuss the result; then Discord archives the thread. */
const ARCHIVE_AFTER_MINUTES = 1440;
/** Names of threads are at most this long. */
const MAX_NAME = 100;
/** Alternative texts, too, have a limit. */
const MAX_ALT = 1024;

export function discordApi(rest: REST): DiscordApi {
  const remove = async (channelId: string, messageId: string) => {
    try {
      await rest.delete(Routes.channelMessage(channelId, messageId));
    } catch (error) {
      if (!isCode(error, CODES.unknownMessage, CODES.unknownChannel)) throw error;
    }
  };
  const openThread = async (channelId: string, messageId: string, name: string) => {
    const body = { name: cut(name, MAX_NAME), auto_archive_duration: ARCHIVE_AFTER_MINUTES };
    try {
      await rest.post(Routes.threads(channelId, messageId), { body });
    } catch (error) {
      if (!isCode(error, CODES.threadExists)) throw error;
    }
    return messageId;
  };
  return {
    post: async (channelId, message, { nonce } = {}) => {
      const once = nonce === undefined ? {} : { nonce, enforce_nonce: true };
      const body = { ...bodyOf(message, []), ...once };
      return (await rest.post(Routes.channelMessages(channelId), {
        body,
        files: filesOf(message),
      })) as APIMessage;
    },
    edit: async (channelId, messageId, message, { keep } = {}) =>
      (await rest.patch(Routes.channelMessage(channelId, messageId), {
        body: bodyOf(message, keep),
        files: filesOf(message),
      })) as APIMessage,
    remove,
    get: async (channelId, messageId) =>
      (await rest.get(Routes.channelMessage(channelId, messageId))) as APIMessage,
    after: async (channelId, messageId) => {
      const query = new URLSearchParams({ after: messageId, limit: '100' });
      return (await rest.get(Routes.channelMessages(channelId), { query })) as APIMessage[];
    },
    openThread,
    unarchive: async threadId => {
      await rest.patch(Routes.channel(threadId), { body: { archived: false } });
    },
    directChannel: async userId => {
      const channel = await rest.post(Routes.userChannels(), { body: { recipient_id: userId } });
      return (channel as { id: string }).id;
    },
  };
}

/**
 * @param keep attachments that stay beside the new files; undefined leaves them all where no file is added
 */
function bodyOf(
  { content, files = [], rows = [], pings = [] }: Message,
  keep: readonly string[] | undefined,
) {
  const added = files.map(({ name, alt }, i) => ({
    id: String(i),
    filename: name,
    description: cut(alt, MAX_ALT),
  }));
  const attachments =
    keep === undefined && files.length === 0 ? undefined : [...(keep ?? []).map(id => ({ id })), ...added];
  return {
    content: messageText(content),
    components: rows,
    allowed_mentions: { parse: [], users: pings },
    ...(attachments === undefined ? {} : { attachments }),
  };
}

const filesOf = ({ files = [] }: Message): RawFile[] =>
  files.map(({ name, bytes }) => ({ name, data: bytes }));
