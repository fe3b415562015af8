import { type APIApplicationCommand, ApplicationCommandType } from 'discord-api-types/v10';
import { z } from 'zod';
import { announce, type World } from '../world/world.ts';
import { parse } from './body.ts';
import { type Answer, nothing, ok, routes } from './call.ts';
import { ApiError, orRefuse } from './errors.ts';

const commandBody = z.looseObject({
  name: z.string().min(1).max(32),
  description: z.string().max(100).optional(),
  type: z.enum(ApplicationCommandType).optional(),
  options: z
    .array(z.looseObject({ type: z.number(), name: z.string() }))
    .max(25)
    .optional(),
});

type CommandBody = z.infer<typeof commandBody>;

function addCommand(world: World, body: CommandBody, guildId?: string): APIApplicationCommand {
  const type = body.type ?? ApplicationCommandType.ChatInput;
  const earlier = commandsOf(world, guildId).find(
    command => command.name === body.name && command.type === type,
  );
  const command = {
    integration_types: [0],
    contexts: null,
    default_member_permissions: null,
    nsfw: false,
    ...body,
    type,
    id: earlier?.id ?? world.nextId(),
    application_id: world.applicationId,
    version: world.nextId(),
    description: body.description ?? '',
    ...(guildId !== undefined && { guild_id: guildId }),
  } as unknown as APIApplicationCommand;
  world.commands.set(command.id, command);
  return command;
}

/** Commands registered everywhere, or in one guild. */
export const commandsOf = (world: World, guildId?: string): APIApplicationCommand[] =>
  [...world.commands.values()].filter(({ guild_id }) => guild_id === guildId);

function replaceCommands(world: World, body: unknown, guildId?: string): Answer {
  const wanted = parse(z.array(commandBody), body);
  const slash = wanted.filter(({ type = ApplicationCommandType.ChatInput }) => type === 1);
  if (slash.length > 100) throw new ApiError('tooManyCommands');
  const kept = new Set(wanted.map(entry => addCommand(world, entry, guildId).id));
  for (const { id } of commandsOf(world, guildId)) if (!kept.has(id)) world.commands.delete(id);
  announce(world, { type: 'commands' });
  return ok(commandsOf(world, guildId));
}

function createCommand(world: World, body: unknown, guildId?: string): Answer {
  const before = world.commands.size;
  const command = addCommand(world, parse(commandBody, body), guildId);
  announce(world, { type: 'commands' });
  return { status: world.commands.size > before ? 201 : 200, json: command };
}

function changeCommand(world: World, commandId: string, body: unknown): Answer {
  const command = orRefuse(world.commands.get(commandId), 'unknownCommand');
  const changed = {
    ...command,
    ...parse(commandBody.partial(), body),
    id: command.id,
    version: world.nextId(),
  };
  world.commands.set(command.id, changed as unknown as APIApplicationCommand);
  announce(world, { type: 'commands' });
  return ok(changed);
}

function deleteCommand(world: World, commandId: string): Answer {
  if (!world.commands.delete(commandId)) throw new ApiError('unknownCommand');
  announce(world, { type: 'commands' });
  return nothing;
}

function applicationView(world: World) {
  const { user: bot } = world.people.get(world.botId)!;
  return {
    id: world.applicationId,
    name: bot.username,
    icon: null,
    description: '',
    type: null,
    flags: 0,
    flags_new: '0',
    bot,
    bot_public: true,
    bot_require_code_grant: false,
    verify_key: '0'.repeat(64),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: world.people.get(world.guild.owner_id)?.user ?? bot,
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: [],
  };
}

export const applicationRoutes = routes({
  'GET /applications/@me': ({ world }) => ok(applicationView(world)),
  'GET /oauth2/applications/@me': ({ world }) => ok(applicationView(world)),

  'GET /applications/{application_id}/commands': ({ world }) => ok(commandsOf(world)),
  'PUT /applications/{application_id}/commands': ({ world, body }) => replaceCommands(world, body),
  'POST /applications/{application_id}/commands': ({ world, body }) => createCommand(world, body),
  'GET /applications/{application_id}/commands/{command_id}': ({ world, params }) =>
    ok(orRefuse(world.commands.get(params.command_id), 'unknownCommand')),
  'PATCH /applications/{application_id}/commands/{command_id}': ({ world, params, body }) =>
    changeCommand(world, params.command_id, body),
  'DELETE /applications/{application_id}/commands/{command_id}': ({ world, params }) =>
    deleteCommand(world, params.command_id),

  'GET /applications/{application_id}/guilds/{guild_id}/commands': ({ world, params }) =>
    ok(commandsOf(world, params.guild_id)),
  'PUT /applications/{application_id}/guilds/{guild_id}/commands': ({ world, params, body }) =>
    replaceCommands(world, body, params.guild_id),
  'POST /applications/{application_id}/guilds/{guild_id}/commands': ({ world, params, body }) =>
    createCommand(world, body, params.guild_id),
  'GET /applications/{application_id}/guilds/{guild_id}/commands/{command_id}': ({ world, params }) =>
    ok(orRefuse(world.commands.get(params.command_id), 'unknownCommand')),
  'PATCH /applications/{application_id}/guilds/{guild_id}/commands/{command_id}': ({ world, params, body }) =>
    changeCommand(world, params.command_id, body),
  'DELETE /applications/{application_id}/guilds/{guild_id}/commands/{command_id}': ({ world, params }) =>
    deleteCommand(world, params.command_id),
});
