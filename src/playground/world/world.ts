import { randomBytes } from 'node:crypto';
import { EventEmitter } from 'node:events';
import type {
  APIApplicationCommand,
  APIDMChannel,
  APIGuild,
  APIGuildForumChannel,
  APIGuildMember,
  APIInteraction,
  APIMessage,
  APIModalInteractionResponseCallbackData,
  APITextChannel,
  APIThreadChannel,
  APIUser,
  Locale,
} from 'discord-api-types/v10';
import { snowflakes } from './snowflake.ts';

/** A user of the playground; the bot is one too. */
export interface Person {
  readonly user: APIUser;
  /** Absent: not in the guild. */
  readonly member?: Omit<APIGuildMember, 'user'>;
  locale: Locale;
}

export type Channel = APITextChannel | APIGuildForumChannel | APIThreadChannel | APIDMChannel;

/** A file that somebody uploaded. Its address is signed anew whenever a message is shown. */
export interface StoredFile {
  readonly id: string;
  readonly channelId: string;
  readonly filename: string;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  /** Of pictures, in pixels. */
  readonly size?: { readonly width: number; readonly height: number };
  /** Part of the signature: a new one makes every address handed out so far a dead one. */
  key: string;
}

/** What one file is in one message. */
export interface StoredAttachment {
  readonly fileId: string;
  readonly description?: string;
}

/** A message as the API has it, but for its addresses; `messages/view.ts` shows it. */
export interface StoredMessage {
  message: APIMessage;
  attachments: readonly StoredAttachment[];
  /** The only user who sees it: it is ephemeral. */
  readonly visibleTo?: string;
  readonly nonce?: string;
}

/** A modal that the bot opened for somebody. */
export interface OpenModal {
  readonly interactionId: string;
  readonly userId: string;
  readonly modal: APIModalInteractionResponseCallbackData;
}

/** How an interaction was answered. */
export type Acknowledgement =
  | { readonly kind: 'message'; readonly messageId: string }
  | { readonly kind: 'deferred'; readonly messageId: string }
  | { readonly kind: 'update'; readonly messageId: string }
  | { readonly kind: 'choices'; readonly choices: readonly Choice[] }
  | { readonly kind: 'modal'; readonly modal: OpenModal };

export interface Choice {
  readonly name: string;
  readonly name_localizations?: Partial<Record<string, string | null>> | null | undefined;
  readonly value: string | number;
}

/** Something that a person did and that the bot is to answer. */
export interface Interaction {
  readonly id: string;
  readonly token: string;
  readonly userId: string;
  readonly channelId: string;
  readonly payload: APIInteraction;
  /** Of the message whose component was used; what `@original` means after an update. */
  readonly messageId?: string;
  acknowledgement?: Acknowledgement;
  /** What `@original` is. */
  originalId?: string;
  /** Messages that its token may change. */
  readonly messageIds: Set<string>;
  /** Of a submitted modal: the interaction that opened it. */
  readonly openedBy?: string;
  /** The bot did not answer in time. */
  failed: boolean;
  /** In milliseconds of Unix time: when the token ends. */
  tokenUntil: number;
}

/** What happens in a world, for those who show it or pass it on. */
export type Change =
  | { readonly type: 'message'; readonly stored: StoredMessage; readonly isNew: boolean }
  | { readonly type: 'message-deleted'; readonly stored: StoredMessage }
  | { readonly type: 'channel'; readonly channel: Channel; readonly isNew: boolean }
  | { readonly type: 'channel-deleted'; readonly channel: Channel }
  | { readonly type: 'interaction'; readonly interaction: Interaction }
  | { readonly type: 'acknowledged'; readonly interaction: Interaction }
  | { readonly type: 'failed'; readonly interaction: Interaction }
  | { readonly type: 'commands' }
  | { readonly type: 'typing'; readonly channelId: string; readonly userId: string };

export interface Limits {
  /** How long the bot may take to answer an interaction, in milliseconds. */
  readonly acknowledgeWithinMs: number;
  /** How long an interaction's token is good for, in milliseconds. */
  readonly tokenLifeMs: number;
  /** Bytes in one uploaded file. */
  attachmentSize: number;
}

/** Everything the server knows: plain data in memory, gone when it stops. */
export interface World {
  readonly nextId: () => string;
  readonly secret: string;
  readonly token: string;
  readonly applicationId: string;
  readonly botId: string;
  readonly guild: APIGuild;
  readonly people: Map<string, Person>;
  readonly channels: Map<string, Channel>;
  readonly messages: Map<string, StoredMessage>;
  readonly files: Map<string, StoredFile>;
  readonly interactions: Map<string, Interaction>;
  /** Application commands by id; those of a guild carry its id. */
  readonly commands: Map<string, APIApplicationCommand>;
  readonly limits: Limits;
  readonly changes: EventEmitter<{ change: [Change] }>;
  /** Where the server listens, such as `http://127.0.0.1:8787`; set once it does. */
  origin: string;
}

/** A world without anybody in it. */
export const emptyWorld = (
  settings: Pick<World, 'token' | 'applicationId' | 'botId' | 'guild' | 'limits'>,
  nextId = snowflakes(),
): World => {
  const changes = new EventEmitter<{ change: [Change] }>();
  // Every open page listens, and every wait of a test.
  changes.setMaxListeners(0);
  return {
    ...settings,
    nextId,
    changes,
    secret: randomBytes(16).toString('hex'),
    people: new Map(),
    channels: new Map(),
    messages: new Map(),
    files: new Map(),
    interactions: new Map(),
    commands: new Map(),
    origin: '',
  };
};

export const announce = (world: World, change: Change): void => {
  world.changes.emit('change', change);
};

/** Messages of a channel that everybody there sees, and those only this user sees, oldest first. */
export const messagesIn = (world: World, channelId: string, userId?: string): StoredMessage[] =>
  [...world.messages.values()].filter(
    ({ message, visibleTo }) =>
      message.channel_id === channelId && (visibleTo === undefined || visibleTo === userId),
  );
