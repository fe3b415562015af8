import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { Hono } from 'hono';
import { type Fault, type Faults, faultAnswer } from '../faults.ts';
import type { Latency } from '../latency.ts';
import type { World } from '../world/world.ts';
import { applicationRoutes } from './applications.ts';
import { readBody } from './body.ts';
import type { Answer, Call, Handler, Route } from './call.ts';
import { channelRoutes } from './channels.ts';
import { ApiError } from './errors.ts';
import { gatewayRoutes } from './gateway.ts';
import { guildRoutes } from './guilds.ts';
import { interactionRoutes } from './interactions.ts';
import { messageRoutes } from './messages.ts';
import { threadRoutes } from './threads.ts';
import { userRoutes } from './users.ts';
import { webhookRoutes } from './webhooks.ts';

/** A request of the bot and its response, for validation. */
export interface Exchange {
  readonly route: Route;
  /** The path as it was asked for. */
  readonly path: string;
  readonly body: unknown;
  readonly fileCount: number;
  readonly status: number;
  readonly answer: unknown;
}

export interface RestOptions {
  readonly faults: Faults;
  readonly latency: Latency;
  /** Called with every request that was carried out, before the response; what it throws becomes a 500. */
  readonly validate?: (exchange: Exchange) => void;
}

/** All routes. Those with `@me` come first: a router takes the first that fits. */
const ROUTES: Readonly<Record<Route, Handler<string>>> = Object.fromEntries(
  Object.entries({
    ...gatewayRoutes,
    ...applicationRoutes,
    ...userRoutes,
    ...guildRoutes,
    ...channelRoutes,
    ...messageRoutes,
    ...threadRoutes,
    ...interactionRoutes,
    ...webhookRoutes,
  }).toSorted(([a], [b]) => Number(b.includes('@')) - Number(a.includes('@'))),
);

/** Routes whose address is secret enough: a token is part of it. */
const isOpen = (route: Route): boolean => /\/webhooks\/|\/interactions\/|GET \/gateway$/.test(route);

const toResponse = ({ status, json }: Answer): Response =>
  json === undefined ? new Response(null, { status }) : Response.json(json, { status });

async function carryOut(handler: Handler<string>, call: Call): Promise<Answer> {
  try {
    return await handler(call);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    return { status: error.status, json: error.toJSON() };
  }
}

function befall(fault: Fault, { incoming }: HttpBindings): Response {
  if (fault.status !== 0) return faultAnswer(fault);
  incoming.socket.destroy();
  return RESPONSE_ALREADY_SENT;
}

const pause = (milliseconds: number) => new Promise(resolve => setTimeout(resolve, milliseconds));

/** Discord's REST API, version 10, as far as a bot of slash commands needs it. */
export function restApi(
  world: World,
  { faults, latency, validate }: RestOptions,
): Hono<{ Bindings: HttpBindings }> {
  const app = new Hono<{ Bindings: HttpBindings }>();
  for (const [route, handler] of Object.entries(ROUTES) as [Route, Handler<string>][]) {
    const [method, path] = route.split(' ');
    app.on(method, path.replaceAll(/\{(\w+)\}/g, ':$1'), async context => {
      const { req, env } = context;
      await latency.oneWay();
      if (!isOpen(route) && req.header('authorization') !== `Bot ${world.token}`) {
        return toResponse({ status: 401, json: new ApiError('unauthorized').toJSON() });
      }
      const fault = faults.next(route, Number(req.header('content-length') ?? 0));
      if (fault?.delayMs !== undefined) await pause(fault.delayMs);
      if (fault && !fault.afterwards) return befall(fault, env);
      const read = await readBody(req.raw).catch((error: unknown) => error);
      if (read instanceof ApiError) return toResponse({ status: read.status, json: read.toJSON() });
      const { body, files } = read as Awaited<ReturnType<typeof readBody>>;
      const query = new URL(req.url).searchParams;
      const answer = await carryOut(handler, { world, params: req.param(), query, body, files });
      validate?.({
        route,
        path: req.path,
        body,
        fileCount: files.size,
        status: answer.status,
        answer: answer.json,
      });
      await latency.oneWay();
      return fault ? befall(fault, env) : toResponse(answer);
    });
  }
  app.notFound(({ req }) => {
    const route = `${req.method} ${req.path}` as Route;
    const json = new ApiError('notFound').toJSON();
    validate?.({ route, path: req.path, body: undefined, fileCount: 0, status: 404, answer: json });
    return toResponse({ status: 404, json });
  });
  return app;
}
