import * as spec from 'discord-api-spec/zod';
import { z } from 'zod/mini';
import type { Route } from '../../src/playground/rest/call.ts';
import type { Exchange } from '../../src/playground/rest/index.ts';

/** Schemas of Discord's own OpenAPI description for what goes to a route, and what comes from it. */
interface Schemas {
  readonly request?: z.core.$ZodType;
  readonly answer?: z.core.$ZodType;
}

const channel = z.union([
  spec.GuildChannelResponseSchema,
  spec.PrivateChannelResponseSchema,
  spec.ThreadResponseSchema,
]);
const commands = { answer: z.array(spec.ApplicationCommandResponseSchema) };
const command = { answer: spec.ApplicationCommandResponseSchema };
const message = { answer: spec.MessageResponseSchema };

const GLOBAL = '/applications/{application_id}/commands';
const IN_GUILD = '/applications/{application_id}/guilds/{guild_id}/commands';
const HOOK = '/webhooks/{webhook_id}/{webhook_token}';

const SCHEMAS: Readonly<Record<string, Schemas>> = {
  'GET /gateway': { answer: spec.GatewayResponseSchema },
  'GET /gateway/bot': { answer: spec.GatewayBotResponseSchema },
  'GET /applications/@me': { answer: spec.PrivateApplicationResponseSchema },
  'GET /oauth2/applications/@me': { answer: spec.PrivateApplicationResponseSchema },
  [`GET ${GLOBAL}`]: commands,
  [`PUT ${GLOBAL}`]: { request: z.array(spec.ApplicationCommandUpdateRequestSchema), ...commands },
  [`POST ${GLOBAL}`]: { request: spec.ApplicationCommandCreateRequestSchema, ...command },
  [`GET ${GLOBAL}/{command_id}`]: command,
  [`PATCH ${GLOBAL}/{command_id}`]: { request: spec.ApplicationCommandPatchRequestPartialSchema, ...command },
  [`DELETE ${GLOBAL}/{command_id}`]: {},
  [`GET ${IN_GUILD}`]: commands,
  [`PUT ${IN_GUILD}`]: { request: z.array(spec.ApplicationCommandUpdateRequestSchema), ...commands },
  [`POST ${IN_GUILD}`]: { request: spec.ApplicationCommandCreateRequestSchema, ...command },
  [`GET ${IN_GUILD}/{command_id}`]: command,
  [`PATCH ${IN_GUILD}/{command_id}`]: {
    request: spec.ApplicationCommandPatchRequestPartialSchema,
    ...command,
  },
  [`DELETE ${IN_GUILD}/{command_id}`]: {},
  'GET /users/@me': { answer: spec.UserPIIResponseSchema },
  'GET /users/{user_id}': { answer: spec.UserResponseSchema },
  'GET /users/@me/guilds': { answer: z.array(spec.MyGuildResponseSchema) },
  'POST /users/@me/channels': {
    request: spec.CreatePrivateChannelRequestSchema,
    answer: spec.PrivateChannelResponseSchema,
  },
  'GET /guilds/{guild_id}': { answer: spec.GuildWithCountsResponseSchema },
  'GET /guilds/{guild_id}/channels': { answer: z.array(spec.GuildChannelResponseSchema) },
  'GET /guilds/{guild_id}/roles': { answer: z.array(spec.GuildRoleResponseSchema) },
  'GET /guilds/{guild_id}/members/{user_id}': { answer: spec.GuildMemberResponseSchema },
  'GET /guilds/{guild_id}/threads/active': { answer: spec.ThreadsResponseSchema },
  'GET /channels/{channel_id}': { answer: channel },
  'PATCH /channels/{channel_id}': { request: spec.UpdateThreadRequestPartialSchema, answer: channel },
  'DELETE /channels/{channel_id}': { answer: channel },
  'GET /channels/{channel_id}/messages': { answer: z.array(spec.MessageResponseSchema) },
  'POST /channels/{channel_id}/messages': { request: spec.MessageCreateRequestSchema, ...message },
  'POST /channels/{channel_id}/messages/bulk-delete': {},
  'GET /channels/{channel_id}/messages/{message_id}': message,
  'PATCH /channels/{channel_id}/messages/{message_id}': {
    request: spec.MessageEditRequestPartialSchema,
    ...message,
  },
  'DELETE /channels/{channel_id}/messages/{message_id}': {},
  'POST /channels/{channel_id}/typing': {},
  'POST /channels/{channel_id}/messages/{message_id}/threads': {
    request: spec.CreateTextThreadWithMessageRequestSchema,
    answer: spec.CreatedThreadResponseSchema,
  },
  'POST /channels/{channel_id}/threads': {
    request: z.union([spec.CreateForumThreadRequestSchema, spec.CreateTextThreadWithoutMessageRequestSchema]),
    answer: spec.CreatedThreadResponseSchema,
  },
  'GET /channels/{channel_id}/thread-members': { answer: z.array(spec.ThreadMemberResponseSchema) },
  'PUT /channels/{channel_id}/thread-members/@me': {},
  'DELETE /channels/{channel_id}/thread-members/@me': {},
  'PUT /channels/{channel_id}/thread-members/{user_id}': {},
  'POST /interactions/{interaction_id}/{interaction_token}/callback': {
    request: z.union([
      spec.ApplicationCommandAutocompleteCallbackRequestSchema,
      spec.CreateMessageInteractionCallbackRequestSchema,
      spec.ModalInteractionCallbackRequestSchema,
      spec.UpdateMessageInteractionCallbackRequestSchema,
    ]),
    answer: spec.InteractionCallbackResponseSchema,
  },
  [`POST ${HOOK}`]: { request: spec.IncomingWebhookRequestPartialSchema, ...message },
  [`GET ${HOOK}/messages/{message_id}`]: message,
  [`PATCH ${HOOK}/messages/{message_id}`]: {
    request: spec.IncomingWebhookUpdateRequestPartialSchema,
    ...message,
  },
  [`DELETE ${HOOK}/messages/{message_id}`]: {},
} satisfies Partial<Record<Route, Schemas>>;

export interface Oracle {
  /** For `startPlayground`. */
  readonly validate: (exchange: Exchange) => void;
  /** What did not fit Discord's description so far, one line each. */
  readonly problems: string[];
}

/** Where the description is narrower than Discord itself is, so that the real client would not fit. */
function asDescribed(route: Route, body: unknown): unknown {
  if (body === undefined || !route.includes('/commands')) return body;
  // Permissions travel as text; the description knows them as a number alone.
  return JSON.parse(JSON.stringify(body), (key, value) =>
    key === 'default_member_permissions' && typeof value === 'string' ? Number(value) : value,
  );
}

/** The description has numbers for the codes within `errors`, where Discord sends names. */
const withoutDetails = (answer: unknown) => ({ ...(answer as object), errors: undefined });

/** Parses requests and answers with the schemas of `discord-api-spec`, which nobody here wrote. */
export function makeOracle(): Oracle {
  const problems: string[] = [];
  const check = (what: string, schema: z.core.$ZodType | undefined, value: unknown) => {
    if (schema === undefined) return;
    const { error } = z.safeParse(schema, value);
    if (error) problems.push(`${what}: ${z.prettifyError(error)}\n${JSON.stringify(value)?.slice(0, 2000)}`);
  };
  return {
    problems,
    validate: ({ route, body, status, answer }) => {
      const schemas = SCHEMAS[route];
      if (schemas === undefined) {
        problems.push(`${route} is not described`);
        return;
      }
      if (status === 429) return check(`429 of ${route}`, spec.RatelimitedResponseSchema, answer);
      if (status >= 400)
        return check(`${status} of ${route}`, spec.ErrorResponseSchema, withoutDetails(answer));
      check(`Request to ${route}`, schemas.request, asDescribed(route, body));
      if (status !== 204) check(`Answer of ${route}`, schemas.answer, answer);
    },
  };
}
