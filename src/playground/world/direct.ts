import { type APIDMChannel, ChannelType } from 'discord-api-types/v10';
import { announce, type World } from './world.ts';

/** The direct messages between the bot and a user; opened at the first call. */
export function openDirectMessage(world: World, userId: string): APIDMChannel {
  const found = [...world.channels.values()].find(
    (channel): channel is APIDMChannel =>
      channel.type === ChannelType.DM && Boolean(channel.recipients?.some(({ id }) => id === userId)),
  );
  if (found) return found;
  const channel = {
    id: world.nextId(),
    type: ChannelType.DM,
    flags: 0,
    last_message_id: null,
    recipients: [world.people.get(userId)!.user],
  } as unknown as APIDMChannel;
  world.channels.set(channel.id, channel);
  announce(world, { type: 'channel', channel, isNew: true });
  return channel;
}
