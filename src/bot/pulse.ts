import { type Client, type REST, RESTEvents, Routes, Status } from 'discord.js';

/** Unix times in ms; undefined: never. */
export interface Pulse {
  /** When the gateway was last seen to be up. */
  readonly gatewayAt: number | undefined;
  /** When Discord last did what was asked. */
  readonly restAt: number | undefined;
}

/** An idle bot asks Discord this often who it is, so that a lost connection is noticed. */
const ASK_MS = 60_000;

/** Watches whether Discord is reachable, until `stop`. */
export function watchPulse(client: Client, rests: readonly REST[]): { read(): Pulse; stop(): void } {
  let restAt: number | undefined;
  let gatewayAt: number | undefined;
  for (const rest of rests)
    rest.on(RESTEvents.Response, (_, { ok }) => {
      if (ok) restAt = Date.now();
    });
  const asking = setInterval(() => {
    // A failure shows in the time, which then stands still.
    if (Date.now() - (restAt ?? 0) > ASK_MS) client.rest.get(Routes.user()).catch(() => {});
  }, ASK_MS / 4).unref();
  return {
    read() {
      const { shards } = client.ws;
      if (shards.size > 0 && shards.every(({ status }) => status === Status.Ready)) gatewayAt = Date.now();
      return { gatewayAt, restAt };
    },
    stop: () => clearInterval(asking),
  };
}
