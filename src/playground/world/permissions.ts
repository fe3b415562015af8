import { ChannelType, OverwriteType, PermissionFlagsBits } from 'discord-api-types/v10';
import type { Channel, World } from './world.ts';

const EVERYTHING = Object.values(PermissionFlagsBits).reduce((all, bit) => all | bit, 0n);

/** What anybody may do in a direct message. */
const DIRECT_MESSAGE =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.UseApplicationCommands;

/** A thread is ruled by the channel it hangs on. */
const rulingChannel = (world: World, channel: Channel): Channel =>
  'parent_id' in channel && channel.parent_id != null
    ? (world.channels.get(channel.parent_id) ?? channel)
    : channel;

const overwritesOf = (channel: Channel) =>
  'permission_overwrites' in channel ? (channel.permission_overwrites ?? []) : [];

/**
 * What a user may do in a channel, as bits: roles first, then the channel's overwrites for everyone, for
 * roles and for the member. @see https://discord.com/developers/docs/topics/permissions#permission-overwrites
 */
export function permissionsIn(world: World, userId: string, channel: Channel): bigint {
  if (channel.type === ChannelType.DM) {
    return channel.recipients?.some(({ id }) => id === userId) || userId === world.botId
      ? DIRECT_MESSAGE
      : 0n;
  }
  if (userId === world.guild.owner_id) return EVERYTHING;
  const member = world.people.get(userId)?.member;
  if (member === undefined) return 0n;
  const everyone = world.guild.id;
  const roles = new Set([everyone, ...member.roles]);
  const granted = world.guild.roles
    .filter(({ id }) => roles.has(id))
    .reduce((all, { permissions }) => all | BigInt(permissions), 0n);
  if (granted & PermissionFlagsBits.Administrator) return EVERYTHING;

  const overwrites = overwritesOf(rulingChannel(world, channel));
  const levels = [
    overwrites.filter(({ id }) => id === everyone),
    overwrites.filter(({ id, type }) => type === OverwriteType.Role && id !== everyone && roles.has(id)),
    overwrites.filter(({ id, type }) => type === OverwriteType.Member && id === userId),
  ];
  return levels.reduce((permissions, level) => {
    const deny = level.reduce((all, overwrite) => all | BigInt(overwrite.deny), 0n);
    const allow = level.reduce((all, overwrite) => all | BigInt(overwrite.allow), 0n);
    return (permissions & ~deny) | allow;
  }, granted);
}

export const may = (
  world: World,
  userId: string,
  channel: Channel,
  right: keyof typeof PermissionFlagsBits,
) => (permissionsIn(world, userId, channel) & PermissionFlagsBits[right]) !== 0n;
