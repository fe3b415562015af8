import { ChannelType, ThreadAutoArchiveDuration } from 'discord-api-types/v10';
import { z } from 'zod';
import { announce, messagesIn } from '../world/world.ts';
import { channelFor, isThread, require } from './access.ts';
import { parse } from './body.ts';
import { ok, routes } from './call.ts';
import { ApiError } from './errors.ts';

const changeBody = z.looseObject({
  name: z.string().min(1).max(100).optional(),
  archived: z.boolean().optional(),
  locked: z.boolean().optional(),
  auto_archive_duration: z.enum(ThreadAutoArchiveDuration).optional(),
});

export const channelRoutes = routes({
  'GET /channels/{channel_id}': ({ world, params }) => ok(channelFor(world, params.channel_id)),

  /** Of a thread alone: the bot has no business with the rest. */
  'PATCH /channels/{channel_id}': ({ world, params, body }) => {
    const channel = channelFor(world, params.channel_id);
    if (!('thread_metadata' in channel) || !channel.thread_metadata) throw new ApiError('wrongChannelType');
    const { name, archived, locked, auto_archive_duration } = parse(changeBody, body);
    const isOwner = channel.owner_id === world.botId;
    const opensAgain = archived === false && !channel.thread_metadata.locked;
    if (locked !== undefined || !(isOwner || opensAgain)) {
      require(world, world.botId, channel, 'ManageThreads');
    }
    if (channel.thread_metadata.archived && archived !== false) throw new ApiError('archivedThread');
    channel.name = name ?? channel.name;
    channel.thread_metadata = {
      ...channel.thread_metadata,
      ...(archived !== undefined && { archived, archive_timestamp: new Date().toISOString() }),
      ...(locked !== undefined && { locked }),
      ...(auto_archive_duration !== undefined && { auto_archive_duration }),
    };
    announce(world, { type: 'channel', channel, isNew: false });
    return ok(channel);
  },

  'DELETE /channels/{channel_id}': ({ world, params }) => {
    const channel = channelFor(world, params.channel_id);
    if (channel.type === ChannelType.DM) return ok(channel);
    require(world, world.botId, channel, isThread(channel) ? 'ManageThreads' : 'ManageChannels');
    for (const { message } of messagesIn(world, channel.id)) world.messages.delete(message.id);
    world.channels.delete(channel.id);
    announce(world, { type: 'channel-deleted', channel });
    return ok(channel);
  },
});
