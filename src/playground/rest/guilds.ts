import { ChannelType } from 'discord-api-types/v10';
import type { World } from '../world/world.ts';
import { isThread } from './access.ts';
import { ok, routes } from './call.ts';
import { orRefuse } from './errors.ts';

/** A guild as REST shows it; the two last fields are not in the types. */
const guildView = ({ guild }: World) => ({ ...guild, home_header: null, nsfw: false });

const known = (world: World, guildId: string): void => {
  orRefuse(guildId === world.guild.id ? world.guild : undefined, 'unknownGuild');
};

export const guildRoutes = routes({
  'GET /guilds/{guild_id}': ({ world, params }) => {
    known(world, params.guild_id);
    return ok(guildView(world));
  },

  'GET /guilds/{guild_id}/channels': ({ world, params }) => {
    known(world, params.guild_id);
    const channels = [...world.channels.values()];
    return ok(channels.filter(channel => channel.type !== ChannelType.DM && !isThread(channel)));
  },

  'GET /guilds/{guild_id}/threads/active': ({ world, params }) => {
    known(world, params.guild_id);
    const threads = [...world.channels.values()].filter(
      channel => 'thread_metadata' in channel && !channel.thread_metadata?.archived,
    );
    return ok({ threads, members: [], has_more: false });
  },

  'GET /guilds/{guild_id}/roles': ({ world, params }) => {
    known(world, params.guild_id);
    return ok(world.guild.roles);
  },

  'GET /guilds/{guild_id}/members/{user_id}': ({ world, params }) => {
    known(world, params.guild_id);
    const person = world.people.get(params.user_id);
    const member = orRefuse(person?.member, 'unknownMember');
    return ok({ ...member, user: person!.user });
  },
});
