import { randomBytes } from 'node:crypto';
import { GatewayIntentBits, GatewayOpcodes } from 'discord-api-types/v10';
import type { WebSocket } from 'ws';
import type { GatewayEvent } from './events.ts';

/** A bot's session. It outlives its connection, so that the bot can resume and miss nothing. */
export interface Session {
  readonly id: string;
  readonly intents: number;
  /** Everything sent so far, by sequence number from 1: what a resuming bot is sent again. */
  readonly sent: string[];
  socket: WebSocket | undefined;
}

export const openSession = (socket: WebSocket, intents: number): Session => ({
  id: randomBytes(16).toString('hex'),
  intents,
  sent: [],
  socket,
});

/** Sends an event, if the session's intents cover it; kept for later when nobody is connected. */
export function dispatch(session: Session, { name, data, intent, withoutContent }: GatewayEvent): void {
  if (intent !== 0 && (session.intents & intent) === 0) return;
  const mayRead = (session.intents & GatewayIntentBits.MessageContent) !== 0;
  const d = withoutContent !== undefined && !mayRead ? withoutContent : data;
  const text = JSON.stringify({ op: GatewayOpcodes.Dispatch, t: name, s: session.sent.length + 1, d });
  session.sent.push(text);
  session.socket?.send(text);
}

/** Sends again what came after a sequence number. */
export function replay(session: Session, sequence: number): void {
  for (const text of session.sent.slice(sequence)) session.socket?.send(text);
}
