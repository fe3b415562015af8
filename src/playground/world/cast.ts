import { randomBytes } from 'node:crypto';
import {
  type APIGuildForumChannel,
  type APIRole,
  type APITextChannel,
  type APIThreadChannel,
  type APIUser,
  ChannelType,
  Locale,
  PermissionFlagsBits,
  ThreadAutoArchiveDuration,
} from 'discord-api-types/v10';
import { noFlags } from './flags.ts';
import { makeGuild } from './guild.ts';
import { snowflakes } from './snowflake.ts';
import { emptyWorld, type Limits, type Person, type World } from './world.ts';

const MEMBER_RIGHTS =
  PermissionFlagsBits.ViewChannel |
  PermissionFlagsBits.SendMessages |
  PermissionFlagsBits.SendMessagesInThreads |
  PermissionFlagsBits.CreatePublicThreads |
  PermissionFlagsBits.EmbedLinks |
  PermissionFlagsBits.AttachFiles |
  PermissionFlagsBits.ReadMessageHistory |
  PermissionFlagsBits.AddReactions |
  PermissionFlagsBits.UseApplicationCommands;

const MODERATOR_RIGHTS =
  PermissionFlagsBits.ManageGuild |
  PermissionFlagsBits.ManageMessages |
  PermissionFlagsBits.ManageThreads |
  PermissionFlagsBits.ModerateMembers;

/** The people of a new world: members with a language each, the last of them a moderator. */
const CAST = [
  { username: 'ada', name: 'Ada', locale: Locale.EnglishUS },
  { username: 'bruno', name: 'Bruno', locale: Locale.German },
  { username: 'chie', name: 'Chie', locale: Locale.Japanese },
  { username: 'mona', name: 'Mona', locale: Locale.EnglishUS, moderator: true },
] as const;

/** A user as the API shows it. */
const makeUser = (id: string, username: string, name: string, bot = false): APIUser => ({
  id,
  username,
  global_name: bot ? null : name,
  discriminator: bot ? '0001' : '0',
  avatar: null,
  public_flags: noFlags(),
  flags: noFlags(),
  primary_guild: null,
  ...(bot && { bot }),
});

const makeMember = (roles: readonly string[]): NonNullable<Person['member']> => ({
  roles: [...roles],
  nick: null,
  avatar: null,
  banner: null,
  joined_at: new Date().toISOString(),
  premium_since: null,
  communication_disabled_until: null,
  deaf: false,
  mute: false,
  flags: noFlags(),
  pending: false,
});

const makeRole = (id: string, name: string, permissions: bigint, position: number, color = 0): APIRole => ({
  id,
  name,
  permissions: permissions.toString(),
  position,
  color,
  colors: { primary_color: color, secondary_color: null, tertiary_color: null },
  hoist: position > 0,
  icon: null,
  unicode_emoji: null,
  managed: false,
  mentionable: false,
  flags: noFlags(),
});

const makeTextChannel = (world: World, name: string, position: number, topic: string): APITextChannel => ({
  id: world.nextId(),
  type: ChannelType.GuildText,
  guild_id: world.guild.id,
  name,
  topic,
  position,
  flags: noFlags(),
  parent_id: null,
  last_message_id: null,
  rate_limit_per_user: 0,
  permission_overwrites: [],
  nsfw: false,
});

const makeForum = (
  world: World,
  name: string,
  position: number,
  topic: string,
): APIGuildForumChannel & Pick<APIThreadChannel, 'parent_id'> => ({
  id: world.nextId(),
  type: ChannelType.GuildForum,
  guild_id: world.guild.id,
  name,
  topic,
  position,
  flags: noFlags(),
  last_message_id: null,
  rate_limit_per_user: 0,
  permission_overwrites: [],
  nsfw: false,
  available_tags: [],
  default_reaction_emoji: null,
  default_sort_order: null,
  default_forum_layout: 0,
  default_auto_archive_duration: ThreadAutoArchiveDuration.OneDay,
});

interface Newcomer {
  readonly username: string;
  readonly name: string;
  readonly locale: Locale;
}

/** Another member of the guild. @returns the user's id */
export function addPerson(
  world: World,
  { username, name, locale }: Newcomer,
  roles: readonly string[] = [],
): string {
  const id = world.nextId();
  world.people.set(id, { user: makeUser(id, username, name), locale, member: makeMember(roles) });
  return id;
}

export interface WorldOptions extends Partial<Limits> {
  /** What the bot logs in with. A random one when absent. */
  readonly token?: string;
  /** The bot's name. */
  readonly name?: string;
}

/** A guild with two text channels and a forum, three members, a moderator and the bot. */
export function makeWorld({
  token = `playground.${randomBytes(24).toString('base64url')}`,
  name = 'Inlay',
  attachmentSize = 10 * 1024 * 1024,
  acknowledgeWithinMs = 3_000,
  tokenLifeMs = 15 * 60_000,
}: WorldOptions = {}): World {
  const nextId = snowflakes();
  // An application and its bot user have one id, as those made since 2016 do.
  const botId = nextId();
  const owner = nextId();
  const guildId = nextId();
  const everyone = makeRole(guildId, '@everyone', MEMBER_RIGHTS, 0);
  const moderator = makeRole(nextId(), 'Moderator', MEMBER_RIGHTS | MODERATOR_RIGHTS, 1, 0xe67e22);
  const guild = makeGuild({ id: guildId, name: 'Inlay playground', owner, roles: [everyone, moderator] });
  const limits = { attachmentSize, acknowledgeWithinMs, tokenLifeMs };
  const world = emptyWorld({ token, applicationId: botId, botId, guild, limits }, nextId);

  const bot = makeUser(botId, name, name, true);
  world.people.set(botId, { user: bot, locale: Locale.EnglishUS, member: makeMember([]) });
  for (const person of CAST) addPerson(world, person, 'moderator' in person ? [moderator.id] : []);
  for (const channel of [
    makeTextChannel(world, 'pictures', 0, 'Attach a picture and type /edit'),
    makeTextChannel(world, 'lounge', 1, 'Anything else'),
    makeForum(world, 'showcase', 2, 'A post for each picture'),
  ]) {
    world.channels.set(channel.id, channel);
  }
  return world;
}
