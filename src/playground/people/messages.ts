import { ChannelType } from 'discord-api-types/v10';
import { UserError } from '../../errors.ts';
import { messageBody } from '../messages/body.ts';
import { createMessage, deleteMessage } from '../messages/write.ts';
import { channelFor, require, requirePosting } from '../rest/access.ts';
import type { Upload } from '../world/files.ts';
import { may } from '../world/permissions.ts';
import { addThread } from '../world/threads.ts';
import { announce, type Channel, type StoredMessage, type World } from '../world/world.ts';
import type { Who } from './interact.ts';

/** Writes a message, with files if there are any. */
export async function say(
  world: World,
  { userId, channelId }: Who,
  content: string,
  files: readonly Upload[] = [],
): Promise<StoredMessage> {
  const channel = channelFor(world, channelId, userId);
  requirePosting(world, userId, channel, files.length > 0);
  return createMessage(world, {
    channel,
    authorId: userId,
    body: messageBody.parse({ content }),
    files: new Map(files.entries()),
  });
}

/** Opens a post in a forum; its first message has the post's own id. */
export async function post(
  world: World,
  { userId, channelId }: Who,
  title: string,
  content: string,
  files: readonly Upload[] = [],
): Promise<Channel> {
  const parent = channelFor(world, channelId, userId);
  if (parent.type !== ChannelType.GuildForum) throw new UserError('bad-option', 'Posts are made in forums.');
  require(world, userId, parent, 'SendMessages');
  const id = world.nextId();
  const channel = addThread(world, { id, parent, name: title, ownerId: userId });
  await createMessage(world, {
    id,
    channel,
    authorId: userId,
    body: messageBody.parse({ content }),
    files: new Map(files.entries()),
  });
  return channel;
}

/** Removes a message of one's own, or anybody's as a moderator; an ephemeral one is dismissed. */
export function remove(world: World, { userId, channelId }: Who, messageId: string): void {
  const channel = channelFor(world, channelId, userId);
  const stored = world.messages.get(messageId);
  if (stored === undefined || stored.message.channel_id !== channelId) {
    throw new UserError('bad-option', 'There is no such message here.');
  }
  const isMine = stored.message.author.id === userId || stored.visibleTo === userId;
  if (!isMine && !may(world, userId, channel, 'ManageMessages')) {
    throw new UserError('bad-option', 'Only its author and moderators can delete a message.');
  }
  deleteMessage(world, stored);
}

/** Archives, locks or opens a thread. */
export function changeThread(
  world: World,
  channel: Channel,
  change: { archived?: boolean; locked?: boolean },
): void {
  if (!('thread_metadata' in channel) || channel.thread_metadata === undefined) {
    throw new UserError('bad-option', 'This is no thread.');
  }
  channel.thread_metadata = {
    ...channel.thread_metadata,
    ...change,
    archive_timestamp: new Date().toISOString(),
  };
  announce(world, { type: 'channel', channel, isNew: false });
}
