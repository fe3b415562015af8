import { type APIThreadMember, ChannelType, ThreadAutoArchiveDuration } from 'discord-api-types/v10';
import { z } from 'zod';
import { messageBody } from '../messages/body.ts';
import { messageView } from '../messages/view.ts';
import { createMessage } from '../messages/write.ts';
import { addThread, startThread } from '../world/threads.ts';
import { announce, type Channel, type World } from '../world/world.ts';
import { channelFor, isThread, messageFor, require } from './access.ts';
import { parse } from './body.ts';
import { created, nothing, ok, routes } from './call.ts';
import { ApiError, orRefuse } from './errors.ts';

const threadBody = z.looseObject({
  name: z.string().min(1).max(100),
  auto_archive_duration: z.enum(ThreadAutoArchiveDuration).nullish(),
  /** Of a post in a forum. */
  message: messageBody.optional(),
});

const membership = (thread: Channel, userId: string): APIThreadMember => ({
  id: thread.id,
  user_id: userId,
  join_timestamp: new Date().toISOString(),
  flags: 1,
});

/** A thread that is visible to the bot. */
function threadFor(world: World, channelId: string): Channel {
  const channel = channelFor(world, channelId);
  if (!isThread(channel)) throw new ApiError('wrongChannelType');
  return channel;
}

export const threadRoutes = routes({
  'POST /channels/{channel_id}/messages/{message_id}/threads': async ({ world, params, body }) => {
    const channel = channelFor(world, params.channel_id);
    if (channel.type !== ChannelType.GuildText) throw new ApiError('wrongChannelType');
    const starter = messageFor(world, channel.id, params.message_id);
    require(world, world.botId, channel, 'CreatePublicThreads');
    if (world.channels.has(starter.message.id)) throw new ApiError('threadExists');
    const { name, auto_archive_duration: autoArchive } = parse(threadBody, body);
    const thread = await startThread(world, starter, {
      parent: channel,
      name,
      ownerId: world.botId,
      ...(autoArchive != null && { autoArchive }),
    });
    return created({ ...thread, member: membership(thread, world.botId) });
  },

  'POST /channels/{channel_id}/threads': async ({ world, params, body, files }) => {
    const parent = channelFor(world, params.channel_id);
    const isForum = parent.type === ChannelType.GuildForum;
    if (!isForum && parent.type !== ChannelType.GuildText) throw new ApiError('wrongChannelType');
    // A post in a forum is a message, a thread without one is not.
    require(world, world.botId, parent, isForum ? 'SendMessages' : 'CreatePublicThreads');
    const { name, auto_archive_duration: autoArchive, message } = parse(threadBody, body);
    const thread = addThread(world, {
      id: world.nextId(),
      parent,
      name,
      ownerId: world.botId,
      ...(autoArchive != null && { autoArchive }),
    });
    const member = membership(thread, world.botId);
    if (!isForum) return created({ ...thread, member });
    const { id } = thread;
    const first = await createMessage(world, {
      id,
      channel: thread,
      authorId: world.botId,
      body: orRefuse(message, 'emptyMessage'),
      files,
    });
    return created({ ...thread, member, message: messageView(world, first) });
  },

  'PUT /channels/{channel_id}/thread-members/@me': ({ world, params }) => {
    threadFor(world, params.channel_id);
    return nothing;
  },

  'PUT /channels/{channel_id}/thread-members/{user_id}': ({ world, params }) => {
    const thread = threadFor(world, params.channel_id);
    orRefuse(world.people.get(params.user_id), 'unknownUser');
    announce(world, { type: 'channel', channel: thread, isNew: false });
    return nothing;
  },

  'DELETE /channels/{channel_id}/thread-members/@me': ({ world, params }) => {
    threadFor(world, params.channel_id);
    return nothing;
  },

  'GET /channels/{channel_id}/thread-members': ({ world, params }) =>
    ok([membership(threadFor(world, params.channel_id), world.botId)]),
});
