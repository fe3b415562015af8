import type { MiddlewareHandler } from 'hono';

const LOCAL = new Set(['127.0.0.1', 'localhost', '[::1]']);

const urlOf = (address: string): URL | undefined => (URL.canParse(address) ? new URL(address) : undefined);

/**
 * Keeps other web sites out. A page elsewhere may send requests to this machine, and may even give itself the
 * address 127.0.0.1; but the browser then says so in `Origin` or `Host`. What another program serves on this
 * machine is another site too, by its port.
 */
export const onlyLocal: MiddlewareHandler = async ({ req, text }, next) => {
  const host = urlOf(`http://${req.header('host')}`);
  const given = req.header('origin');
  const origin = given === undefined ? host : urlOf(given);
  const isLocal = LOCAL.has(host?.hostname ?? '') && origin?.host === host?.host;
  if (!isLocal) return text('The playground answers its own page alone.', 403);
  await next();
};
