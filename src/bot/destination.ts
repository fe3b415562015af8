import { ChannelType, type PermissionResolvable, PermissionsBitField } from 'discord.js';
import type { Asking } from '../commands/context.ts';
import { Refusal } from '../discord/refusal.ts';
import type { Texts } from '../language/texts/index.ts';

type Named = keyof Texts['permissions'];

/** Channels in which a message can carry a thread. */
const THREADED: readonly ChannelType[] = [ChannelType.GuildText, ChannelType.GuildAnnouncement];
const INSIDE_THREADS: readonly ChannelType[] = [
  ChannelType.PublicThread,
  ChannelType.PrivateThread,
  ChannelType.AnnouncementThread,
];

/** Where a request is shown: in a thread of its own, or in the reply. */
export type ReplyMode = 'thread' | 'inline';

/**
 * Decides where an edit is shown, from the bot's permissions. It has a thread where one can be opened; in
 * direct messages, forum posts and threads, and where opening them is not allowed, it is the reply itself.
 * Throws `Refusal` naming what the bot may not do.
 */
export function replyModeFor({ appPermissions, channel, guildId }: Asking): ReplyMode {
  if (guildId === null) return 'inline';
  const type = channel?.type ?? ChannelType.GuildText;
  const insideThread = INSIDE_THREADS.includes(type);
  const can = (...permissions: PermissionResolvable[]) => appPermissions.has(permissions);
  const needed: readonly Named[] = [
    'ViewChannel',
    'AttachFiles',
    insideThread ? 'SendMessagesInThreads' : 'SendMessages',
  ];
  const opensThread = THREADED.includes(type) && can('CreatePublicThreads', 'SendMessagesInThreads');
  const missing = needed.filter(
    name => !can(PermissionsBitField.Flags[name]) && !(opensThread && name === 'SendMessages'),
  );
  if (missing.length > 0) {
    throw new Refusal(({ refusal, permissions }) =>
      refusal.permissions(missing.map(name => permissions[name]).join(', ')),
    );
  }
  return opensThread ? 'thread' : 'inline';
}
