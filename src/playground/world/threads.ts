import {
  type APIThreadChannel,
  ChannelType,
  MessageType,
  ThreadAutoArchiveDuration,
} from 'discord-api-types/v10';
import { createMessage } from '../messages/write.ts';
import { noFlags } from './flags.ts';
import { announce, type Channel, type StoredMessage, type World } from './world.ts';

interface NewThread {
  readonly id: string;
  readonly parent: Channel;
  readonly name: string;
  readonly ownerId: string;
  readonly autoArchive?: ThreadAutoArchiveDuration;
}

/** A public thread in a text channel, or a post of a forum; without messages yet. */
export function addThread(
  world: World,
  { id, parent, name, ownerId, autoArchive }: NewThread,
): APIThreadChannel {
  const now = new Date().toISOString();
  const thread: APIThreadChannel = {
    id,
    type: ChannelType.PublicThread,
    guild_id: world.guild.id,
    parent_id: parent.id,
    owner_id: ownerId,
    name,
    flags: noFlags(),
    last_message_id: null,
    rate_limit_per_user: 0,
    message_count: 0,
    member_count: 1,
    total_message_sent: 0,
    thread_metadata: {
      archived: false,
      archive_timestamp: now,
      auto_archive_duration: autoArchive ?? ThreadAutoArchiveDuration.OneDay,
      locked: false,
      create_timestamp: now,
    },
  };
  world.channels.set(id, thread);
  announce(world, { type: 'channel', channel: thread, isNew: true });
  return thread;
}

/** A thread that hangs on a message: it has that message's id, and shows the message first. */
export async function startThread(
  world: World,
  starter: StoredMessage,
  thread: Omit<NewThread, 'id'>,
): Promise<APIThreadChannel> {
  const { message } = starter;
  const channel = addThread(world, { ...thread, id: message.id });
  starter.message = { ...message, flags: (message.flags ?? 0) | 32 };
  announce(world, { type: 'message', stored: starter, isNew: false });
  await createMessage(world, {
    channel,
    authorId: thread.ownerId,
    type: MessageType.ThreadStarterMessage,
    mayBeEmpty: true,
    body: {},
    fields: {
      message_reference: {
        type: 0,
        message_id: message.id,
        channel_id: message.channel_id,
        guild_id: world.guild.id,
      },
    },
  });
  return channel;
}
