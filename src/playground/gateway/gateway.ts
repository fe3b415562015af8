import type { Server } from 'node:http';
import { GatewayCloseCodes, GatewayDispatchEvents, GatewayOpcodes } from 'discord-api-types/v10';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import type { Latency } from '../latency.ts';
import type { Change, World } from '../world/world.ts';
import { eventsOf, openingEvents } from './events.ts';
import { dispatch, openSession, replay, type Session } from './sessions.ts';

const HEARTBEAT_MS = 41_250;

/** Longer is refused, as Discord does with 4002. */
const MAX_PAYLOAD = 4096;

const payload = z.discriminatedUnion('op', [
  z.looseObject({ op: z.literal(GatewayOpcodes.Heartbeat), d: z.number().nullable() }),
  z.looseObject({
    op: z.literal(GatewayOpcodes.Identify),
    d: z.looseObject({ token: z.string(), intents: z.number().int() }),
  }),
  z.looseObject({
    op: z.literal(GatewayOpcodes.Resume),
    d: z.looseObject({ token: z.string(), session_id: z.string(), seq: z.number().int() }),
  }),
  z.looseObject({ op: z.literal(GatewayOpcodes.PresenceUpdate) }),
]);

type Payload = z.infer<typeof payload>;

export interface Gateway {
  /** How many bots are connected. */
  connected(): number;
  /**
   * Cuts every connection. Without `resumable` the sessions are forgotten too, so that a bot that comes back
   * has to identify anew, and has missed what happened in between. `code` says why; 4000, unknown, when
   * absent.
   */
  drop(options?: { resumable?: boolean; code?: number }): void;
  close(): void;
}

const send = (socket: WebSocket, op: GatewayOpcodes, d: unknown = null): void => {
  socket.send(JSON.stringify({ op, d, t: null, s: null }));
};

function decode(data: string): Payload | undefined {
  try {
    return payload.safeParse(JSON.parse(data)).data;
  } catch {
    return undefined;
  }
}

/** Speaks Discord's gateway, version 10, JSON uncompressed, under `/gateway`. */
export function openGateway(world: World, server: Server, latency: Latency): Gateway {
  const sessions = new Map<string, Session>();
  const sockets = new WebSocketServer({ server, path: '/gateway', maxPayload: MAX_PAYLOAD });

  const identify = (socket: WebSocket, intents: number): void => {
    const session = openSession(socket, intents);
    sessions.set(session.id, session);
    for (const event of openingEvents(world, session.id)) dispatch(session, event);
  };

  const resume = (socket: WebSocket, sessionId: string, sequence: number): void => {
    const session = sessions.get(sessionId);
    if (session === undefined || sequence > session.sent.length) {
      send(socket, GatewayOpcodes.InvalidSession, false);
      return;
    }
    session.socket = socket;
    replay(session, sequence);
    dispatch(session, { name: GatewayDispatchEvents.Resumed, data: null, intent: 0 });
  };

  const receive = (socket: WebSocket, message: Payload | undefined): void => {
    if (message === undefined) socket.close(GatewayCloseCodes.DecodeError);
    else if (message.op === GatewayOpcodes.Heartbeat) send(socket, GatewayOpcodes.HeartbeatAck);
    else if (message.op === GatewayOpcodes.PresenceUpdate) return;
    else if (message.d.token !== world.token) socket.close(GatewayCloseCodes.AuthenticationFailed);
    else if (message.op === GatewayOpcodes.Identify) identify(socket, message.d.intents);
    else resume(socket, message.d.session_id, message.d.seq);
  };

  sockets.on('connection', socket => {
    send(socket, GatewayOpcodes.Hello, { heartbeat_interval: HEARTBEAT_MS });
    socket.on('message', data => receive(socket, decode(data.toString())));
    socket.on('error', () => socket.terminate());
    socket.on('close', code => {
      for (const session of sessions.values()) {
        if (session.socket !== socket) continue;
        session.socket = undefined;
        // A bot that closes with 1000 or 1001 says that it will not resume.
        if (code === 1000 || code === 1001) sessions.delete(session.id);
      }
    });
  });

  const onChange = (change: Change): void => {
    const events = eventsOf(world, change);
    latency.inOrder(() => {
      for (const session of sessions.values()) for (const event of events) dispatch(session, event);
    });
  };
  world.changes.on('change', onChange);

  return {
    connected: () => [...sessions.values()].filter(({ socket }) => socket !== undefined).length,
    drop: ({ resumable = true, code = GatewayCloseCodes.UnknownError } = {}) => {
      if (!resumable) sessions.clear();
      for (const socket of sockets.clients) socket.close(code);
    },
    close: () => {
      world.changes.off('change', onChange);
      for (const socket of sockets.clients) socket.terminate();
      sockets.close();
    },
  };
}
