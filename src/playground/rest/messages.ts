import { z } from 'zod';
import { messageBody } from '../messages/body.ts';
import { messageView } from '../messages/view.ts';
import { createMessage, deleteMessage, editMessage } from '../messages/write.ts';
import { announce, messagesIn } from '../world/world.ts';
import { channelFor, messageFor, require, requireOpen, requirePosting } from './access.ts';
import { parse } from './body.ts';
import { nothing, ok, routes } from './call.ts';
import { ApiError } from './errors.ts';

export const messageRoutes = routes({
  'GET /channels/{channel_id}/messages': ({ world, params, query }) => {
    const channel = channelFor(world, params.channel_id);
    require(world, world.botId, channel, 'ReadMessageHistory');
    const limit = Number(query.get('limit') ?? 50);
    const before = query.get('before');
    const after = query.get('after');
    const found = messagesIn(world, channel.id).filter(
      ({ message: { id } }) =>
        (before === null || BigInt(id) < BigInt(before)) && (after === null || BigInt(id) > BigInt(after)),
    );
    const page = after === null ? found.slice(-limit) : found.slice(0, limit);
    return ok(page.reverse().map(stored => messageView(world, stored)));
  },

  'POST /channels/{channel_id}/messages': async ({ world, params, body, files }) => {
    const channel = channelFor(world, params.channel_id);
    requirePosting(world, world.botId, channel, files.size > 0);
    const stored = await createMessage(world, {
      channel,
      authorId: world.botId,
      body: parse(messageBody, body),
      files,
    });
    return ok(messageView(world, stored));
  },

  'GET /channels/{channel_id}/messages/{message_id}': ({ world, params }) => {
    const channel = channelFor(world, params.channel_id);
    require(world, world.botId, channel, 'ReadMessageHistory');
    return ok(messageView(world, messageFor(world, channel.id, params.message_id)));
  },

  'PATCH /channels/{channel_id}/messages/{message_id}': async ({ world, params, body, files }) => {
    const channel = channelFor(world, params.channel_id);
    const stored = messageFor(world, channel.id, params.message_id);
    if (stored.message.author.id !== world.botId) throw new ApiError('notYourMessage');
    requireOpen(channel);
    if (files.size > 0) require(world, world.botId, channel, 'AttachFiles');
    return ok(messageView(world, await editMessage(world, stored, parse(messageBody, body), files)));
  },

  'DELETE /channels/{channel_id}/messages/{message_id}': ({ world, params }) => {
    const channel = channelFor(world, params.channel_id);
    const stored = messageFor(world, channel.id, params.message_id);
    if (stored.message.author.id !== world.botId) require(world, world.botId, channel, 'ManageMessages');
    requireOpen(channel);
    deleteMessage(world, stored);
    return nothing;
  },

  'POST /channels/{channel_id}/messages/bulk-delete': ({ world, params, body }) => {
    const channel = channelFor(world, params.channel_id);
    require(world, world.botId, channel, 'ManageMessages');
    const { messages } = parse(z.object({ messages: z.array(z.string()).min(2).max(100) }), body);
    for (const id of messages) {
      const stored = world.messages.get(id);
      if (stored?.message.channel_id === channel.id) deleteMessage(world, stored);
    }
    return nothing;
  },

  'POST /channels/{channel_id}/typing': ({ world, params }) => {
    const channel = channelFor(world, params.channel_id);
    requirePosting(world, world.botId, channel, false);
    announce(world, { type: 'typing', channelId: channel.id, userId: world.botId });
    return nothing;
  },
});
