import { Locale } from 'discord-api-types/v10';
import { z } from 'zod';
import { openDirectMessage } from '../world/direct.ts';
import { parse } from './body.ts';
import { ok, routes } from './call.ts';
import { ApiError, orRefuse } from './errors.ts';

export const userRoutes = routes({
  'GET /users/@me': ({ world }) =>
    ok({ ...world.people.get(world.botId)!.user, mfa_enabled: false, locale: Locale.EnglishUS }),

  'GET /users/{user_id}': ({ world, params }) =>
    ok(orRefuse(world.people.get(params.user_id), 'unknownUser').user),

  'GET /users/@me/guilds': ({ world }) => {
    const { id, name, icon, banner, features } = world.guild;
    return ok([{ id, name, icon, banner, features, owner: false, permissions: '0' }]);
  },

  'POST /users/@me/channels': ({ world, body }) => {
    const { recipient_id } = parse(z.looseObject({ recipient_id: z.string() }), body);
    const { user } = orRefuse(world.people.get(recipient_id), 'unknownUser');
    if (user.bot) throw new ApiError('cannotMessageUser');
    return ok(openDirectMessage(world, user.id));
  },
});
