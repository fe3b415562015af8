import { ChannelType, type PermissionFlagsBits } from 'discord-api-types/v10';
import { may } from '../world/permissions.ts';
import type { Channel, StoredMessage, World } from '../world/world.ts';
import { ApiError, orRefuse } from './errors.ts';

export type Right = keyof typeof PermissionFlagsBits;

export const isThread = (channel: Channel) =>
  channel.type === ChannelType.PublicThread ||
  channel.type === ChannelType.PrivateThread ||
  channel.type === ChannelType.AnnouncementThread;

/** A channel that this user, by default the bot, may see. */
export function channelFor(world: World, channelId: string, userId = world.botId): Channel {
  const channel = orRefuse(world.channels.get(channelId), 'unknownChannel');
  if (!may(world, userId, channel, 'ViewChannel')) throw new ApiError('missingAccess');
  return channel;
}

export function require(world: World, userId: string, channel: Channel, right: Right): void {
  if (!may(world, userId, channel, right)) throw new ApiError('missingPermissions');
}

/** Throws unless this user may post here, with files if there are any. */
export function requirePosting(world: World, userId: string, channel: Channel, hasFiles: boolean): void {
  if (channel.type === ChannelType.GuildForum) throw new ApiError('nonTextChannel');
  require(world, userId, channel, isThread(channel) ? 'SendMessagesInThreads' : 'SendMessages');
  if (hasFiles) require(world, userId, channel, 'AttachFiles');
  if ('thread_metadata' in channel && channel.thread_metadata?.locked) {
    if (!may(world, userId, channel, 'ManageThreads')) throw new ApiError('lockedThread');
  }
}

/** Throws in a thread that is archived: there nothing may be changed until it is opened again. */
export function requireOpen(channel: Channel): void {
  if ('thread_metadata' in channel && channel.thread_metadata?.archived) throw new ApiError('archivedThread');
}

/** A message as routes of channels see it: those that only one user sees are not there. */
export function messageFor(world: World, channelId: string, messageId: string): StoredMessage {
  const stored = world.messages.get(messageId);
  const isHere = stored?.message.channel_id === channelId && stored.visibleTo === undefined;
  return orRefuse(isHere ? stored : undefined, 'unknownMessage');
}
