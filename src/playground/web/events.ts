import { ChannelType } from 'discord-api-types/v10';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { messageView } from '../messages/view.ts';
import { may } from '../world/permissions.ts';
import type { Change, Channel, StoredMessage, World } from '../world/world.ts';

const isVisible = (world: World, userId: string, channel: Channel | undefined): boolean =>
  channel !== undefined && may(world, userId, channel, 'ViewChannel');

/** Whether a message is visible to a user: in a channel of theirs, and not ephemeral for another. */
const seesMessage = (world: World, userId: string, { message, visibleTo }: StoredMessage): boolean =>
  isVisible(world, userId, world.channels.get(message.channel_id)) &&
  (visibleTo === undefined || visibleTo === userId);

const peopleOf = ({ people, guild, botId }: World) =>
  [...people.values()].map(({ user, locale, member }) => ({
    id: user.id,
    name: user.global_name ?? user.username,
    locale,
    isBot: user.id === botId,
    roles: guild.roles
      .filter(({ id }) => member?.roles.includes(id))
      .map(({ name, color }) => ({ name, color })),
    isModerator: guild.roles.some(
      ({ id, permissions }) => member?.roles.includes(id) && BigInt(permissions) & 32n,
    ),
  }));

/** All that is visible to a user now. */
const snapshot = (world: World, userId: string) => ({
  type: 'snapshot' as const,
  guild: { id: world.guild.id, name: world.guild.name },
  botId: world.botId,
  attachmentSize: world.limits.attachmentSize,
  people: peopleOf(world),
  channels: [...world.channels.values()].filter(channel => isVisible(world, userId, channel)),
  messages: [...world.messages.values()]
    .filter(stored => seesMessage(world, userId, stored))
    .map(stored => messageView(world, stored)),
});

export type Snapshot = ReturnType<typeof snapshot>;

/** A change as the page of one user shows it; undefined when it is not visible to the user. */
function pageEvent(world: World, userId: string, change: Change) {
  if (change.type === 'message') {
    if (!seesMessage(world, userId, change.stored)) return undefined;
    return { type: 'message', message: messageView(world, change.stored), isNew: change.isNew } as const;
  }
  if (change.type === 'message-deleted')
    return { type: 'message-deleted', id: change.stored.message.id } as const;
  if (change.type === 'channel' || change.type === 'channel-deleted') {
    const isGone = change.type === 'channel-deleted' || !isVisible(world, userId, change.channel);
    if (isGone) return { type: 'channel-deleted', id: change.channel.id } as const;
    return { type: 'channel', channel: change.channel, isNew: change.isNew } as const;
  }
  if (change.type === 'failed' && change.interaction.userId === userId) {
    return { type: 'failed', messageId: change.interaction.messageId } as const;
  }
  if (change.type === 'typing' && isVisible(world, userId, world.channels.get(change.channelId))) {
    return { type: 'typing', channelId: change.channelId, userId: change.userId } as const;
  }
  return change.type === 'commands' ? ({ type: 'commands' } as const) : undefined;
}

export type PageEvent = NonNullable<ReturnType<typeof pageEvent>>;

/** Streams to a page what is visible to its user: everything first, then each change. */
export const streamEvents = (world: World, context: Context, userId: string) =>
  streamSSE(context, async stream => {
    const send = (event: Snapshot | PageEvent) => stream.writeSSE({ data: JSON.stringify(event) });
    const onChange = (change: Change): void => {
      const event = pageEvent(world, userId, change);
      if (event) void send(event);
    };
    await send(snapshot(world, userId));
    world.changes.on('change', onChange);
    await new Promise<void>(resolve => stream.onAbort(resolve));
    world.changes.off('change', onChange);
  });

/** Where a user's page opens: the first text channel that they see. */
export const firstChannel = (world: World, userId: string): Channel | undefined =>
  [...world.channels.values()].find(
    channel => channel.type === ChannelType.GuildText && isVisible(world, userId, channel),
  );
