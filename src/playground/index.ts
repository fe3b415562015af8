import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import { Hono } from 'hono';
import { cdn } from './cdn.ts';
import { type Faults, makeFaults } from './faults.ts';
import { type Gateway, openGateway } from './gateway/gateway.ts';
import { type LatencyOptions, makeLatency } from './latency.ts';
import { type RestOptions, restApi } from './rest/index.ts';
import { webPage } from './web/index.ts';
import { makeWorld, type WorldOptions } from './world/cast.ts';
import type { World } from './world/world.ts';

export interface PlaygroundOptions extends WorldOptions, LatencyOptions, Pick<RestOptions, 'validate'> {
  /** 0 takes a free one. */
  readonly port?: number;
}

export interface Playground {
  /** The web page. */
  readonly url: string;
  /** For `new Client({ rest: { api, version: '10', cdn } })`. */
  readonly api: string;
  readonly cdn: string;
  /** What the bot logs in with. */
  readonly token: string;
  readonly applicationId: string;
  readonly guildId: string;
  readonly world: World;
  readonly faults: Faults;
  readonly gateway: Gateway;
  close(): Promise<void>;
}

const listen = (app: Hono, port: number): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = serve({ fetch: app.fetch, port, hostname: '127.0.0.1' }, () => resolve(server as Server));
    server.once('error', reject);
  });

/**
 * Starts a server on 127.0.0.1 that speaks enough of Discord's API v10 for a real bot, and shows a web page
 * to try it from. Everything is in memory and gone when it closes. Rejects when the port is taken.
 */
export async function startPlayground({
  port = 8787,
  validate,
  ...options
}: PlaygroundOptions = {}): Promise<Playground> {
  const world = makeWorld(options);
  const faults = makeFaults();
  const latency = makeLatency(options);
  const app = new Hono();
  app.route('/api/v10', restApi(world, { faults, latency, ...(validate && { validate }) }));
  app.route('/cdn', cdn(world, faults));
  app.route('/', webPage(world));
  const server = await listen(app, port);
  world.origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const gateway = openGateway(world, server, latency);
  return {
    url: world.origin,
    api: `${world.origin}/api`,
    cdn: `${world.origin}/cdn`,
    token: world.token,
    applicationId: world.applicationId,
    guildId: world.guild.id,
    world,
    faults,
    gateway,
    close: async () => {
      gateway.close();
      await new Promise<void>(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}
