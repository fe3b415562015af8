import {
  type APIEmbed,
  type APIMessage,
  type APIThreadChannel,
  ChannelType,
  EmbedType,
  MessageFlags,
  MessageReferenceType,
  MessageType,
} from 'discord-api-types/v10';
import { ApiError, invalidForm } from '../rest/errors.ts';
import { keepFile, type Upload } from '../world/files.ts';
import { timeOf } from '../world/snowflake.ts';
import {
  announce,
  type Channel,
  messagesIn,
  type StoredAttachment,
  type StoredMessage,
  type World,
} from '../world/world.ts';
import type { MessageBody } from './body.ts';
import { settleComponents } from './components.ts';
import { isEmpty, messageView, textOf } from './view.ts';

/** How long a nonce is remembered: Discord says "the past few minutes". */
const NONCE_MEMORY_MS = 5 * 60_000;

/** Bytes of all files of one request. */
const REQUEST_LIMIT = 25 * 1024 * 1024;

type Files = ReadonlyMap<number, Upload>;

const isV2 = (flags: number): boolean => Boolean(flags & MessageFlags.IsComponentsV2);

/** Throws `ApiError('tooLarge')` when a file, or all together, are larger than allowed. */
function checkSizes(world: World, files: Files): void {
  const sizes = [...files.values()].map(({ bytes }) => bytes.length);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  if (total > Math.max(REQUEST_LIMIT, world.limits.attachmentSize)) throw new ApiError('tooLarge');
  if (sizes.some(size => size > world.limits.attachmentSize)) throw new ApiError('tooLarge');
}

const settleEmbed = (embed: APIEmbed): APIEmbed => ({ ...embed, type: EmbedType.Rich });

/** Keeps the files that came with a request; `attachments` in the body may name and describe them. */
async function keepFiles(world: World, channelId: string, files: Files, listed: MessageBody['attachments']) {
  const kept: StoredAttachment[] = [];
  for (const [number, upload] of files) {
    const entry = listed?.find(({ id }) => id === String(number));
    const { id: fileId } = await keepFile(world, channelId, {
      ...upload,
      filename: entry?.filename ?? upload.filename,
    });
    const description = entry?.description ?? upload.description;
    kept.push({ fileId, ...(description != null && { description }) });
  }
  return kept;
}

/** Users whom a text pings, as far as `allowed_mentions` lets it. */
function mentionsIn(world: World, text: string, allowed: MessageBody['allowed_mentions']) {
  const ids = new Set([...text.matchAll(/<@!?(\d+)>/g)].map(([, id]) => id));
  const isAllowed = (id: string) =>
    allowed == null || allowed.parse?.includes('users') || allowed.users?.includes(id);
  return [...ids].filter(isAllowed).flatMap(id => world.people.get(id)?.user ?? []);
}

const rememberedNonce = (world: World, channelId: string, authorId: string, nonce: string) =>
  messagesIn(world, channelId).find(
    stored =>
      stored.nonce === nonce &&
      stored.message.author.id === authorId &&
      Date.now() - timeOf(stored.message.id) < NONCE_MEMORY_MS,
  );

export interface Draft {
  readonly channel: Channel;
  readonly authorId: string;
  readonly body: MessageBody;
  readonly files?: Files;
  readonly type?: MessageType;
  /** A message of the server's own that shows something else than what a body has. */
  readonly mayBeEmpty?: boolean;
  /** The only user who sees it. */
  readonly visibleTo?: string;
  /** Fields that callers know and bodies do not have, such as `interaction_metadata`. */
  readonly fields?: Partial<APIMessage>;
  readonly id?: string;
}

function referenceIn(world: World, channel: Channel, body: MessageBody): Partial<APIMessage> {
  if (body.message_reference == null) return {};
  const referenced = world.messages.get(body.message_reference.message_id);
  if (referenced === undefined || referenced.message.channel_id !== channel.id) {
    if (body.message_reference.fail_if_not_exists === false) return {};
    throw invalidForm('message_reference', 'REPLIES_UNKNOWN_MESSAGE', 'Unknown message');
  }
  const { id, channel_id } = referenced.message;
  return {
    type: MessageType.Reply,
    message_reference: { type: MessageReferenceType.Default, message_id: id, channel_id },
    referenced_message: messageView(world, referenced),
  };
}

/** A message in a thread wakes it, counts in it, and is its last. */
function count(world: World, channel: Channel, id: string): void {
  if (channel.type === ChannelType.GuildForum) return;
  channel.last_message_id = id;
  if (channel.type === ChannelType.DM || channel.type === ChannelType.GuildText) return;
  const thread: APIThreadChannel = channel;
  thread.message_count = (thread.message_count ?? 0) + 1;
  thread.total_message_sent = (thread.total_message_sent ?? 0) + 1;
  if (thread.thread_metadata?.archived) {
    thread.thread_metadata.archived = false;
    announce(world, { type: 'channel', channel, isNew: false });
  }
}

/**
 * Puts a message into a channel. With `enforce_nonce` a message that the author sent there under the same
 * nonce within minutes is returned instead. Throws `ApiError` for what Discord would refuse; permissions are
 * the caller's to check.
 */
export async function createMessage(world: World, draft: Draft): Promise<StoredMessage> {
  const { channel, authorId, body, files = new Map(), visibleTo, mayBeEmpty = false } = draft;
  const flags = body.flags ?? 0;
  if (body.enforce_nonce && body.nonce !== undefined) {
    const earlier = rememberedNonce(world, channel.id, authorId, body.nonce);
    if (earlier) return earlier;
  }
  checkSizes(world, files);
  const message = {
    type: draft.type ?? MessageType.Default,
    content: body.content ?? '',
    embeds: (body.embeds ?? []).map(settleEmbed),
    components: settleComponents(body.components ?? [], isV2(flags)),
    flags,
  };
  checkContent(message, files.size > 0 || mayBeEmpty);
  const attachments = await keepFiles(world, channel.id, files, body.attachments);
  const id = draft.id ?? world.nextId();
  const stored: StoredMessage = {
    message: {
      id,
      channel_id: channel.id,
      author: world.people.get(authorId)!.user,
      timestamp: new Date().toISOString(),
      edited_timestamp: null,
      tts: false,
      pinned: false,
      mention_everyone: false,
      mention_roles: [],
      mentions: [],
      attachments: [],
      ...message,
      ...referenceIn(world, channel, body),
      ...draft.fields,
      ...(body.nonce !== undefined && { nonce: body.nonce }),
    },
    attachments,
    ...(visibleTo !== undefined && { visibleTo }),
    ...(body.nonce !== undefined && { nonce: body.nonce }),
  };
  stored.message.mentions = mentionsIn(world, textOf(stored.message), body.allowed_mentions);
  world.messages.set(id, stored);
  count(world, channel, id);
  announce(world, { type: 'message', stored, isNew: true });
  return stored;
}

/** Throws when nothing would show, or when what only one kind of message has is in the other. */
function checkContent(
  message: Pick<APIMessage, 'content' | 'embeds' | 'components' | 'flags'>,
  showsAnyway: boolean,
): void {
  if (isV2(message.flags ?? 0) && (message.content !== '' || message.embeds.length > 0)) {
    throw invalidForm(
      message.content !== '' ? 'content' : 'embeds',
      'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
      "The 'content' and 'embeds' fields cannot be used with MessageFlags.IS_COMPONENTS_V2",
    );
  }
  if (isEmpty(message) && !showsAnyway) throw new ApiError('emptyMessage');
}

/** Changes what the body names and leaves the rest; `attachments` lists which files stay. */
export async function editMessage(
  world: World,
  stored: StoredMessage,
  body: MessageBody,
  files: Files = new Map(),
): Promise<StoredMessage> {
  checkSizes(world, files);
  const before = stored.message;
  // The loading state of a deferred reply ends with its first edit; that a message is V2 never does.
  const kept = (before.flags ?? 0) & ~MessageFlags.Loading;
  const flags = kept | ((body.flags ?? 0) & (MessageFlags.IsComponentsV2 | MessageFlags.SuppressEmbeds));
  const changed = {
    content: body.content === undefined ? before.content : (body.content ?? ''),
    embeds: body.embeds === undefined ? before.embeds : (body.embeds ?? []).map(settleEmbed),
    components:
      body.components === undefined
        ? (before.components ?? [])
        : settleComponents(body.components ?? [], isV2(flags)),
    flags,
  };
  const listed = body.attachments;
  const staying = listed == null ? stored.attachments : keptOf(stored.attachments, listed);
  checkContent(changed, staying.length + files.size > 0);
  const added = await keepFiles(world, before.channel_id, files, listed);
  stored.attachments = [...staying, ...added];
  stored.message = { ...before, ...changed, edited_timestamp: new Date().toISOString() };
  const text = textOf(stored.message);
  if (text !== textOf(before)) stored.message.mentions = mentionsIn(world, text, body.allowed_mentions);
  announce(world, { type: 'message', stored, isNew: false });
  return stored;
}

const keptOf = (before: readonly StoredAttachment[], listed: NonNullable<MessageBody['attachments']>) =>
  before.flatMap(attachment => {
    const entry = listed.find(({ id }) => id === attachment.fileId);
    if (entry === undefined) return [];
    return { ...attachment, ...(entry.description != null && { description: entry.description }) };
  });

export function deleteMessage(world: World, stored: StoredMessage): void {
  world.messages.delete(stored.message.id);
  announce(world, { type: 'message-deleted', stored });
}
