import type { MiddlewareHandler } from 'hono';

const LOCAL = new Set(['127.0.0.1', 'localhost', '[::1]']);

const hostOf = (address: string): string | undefined =>
  URL.canParse(address) ? new URL(address).hostname : undefined;

/**
 * Keeps other web sites out. A page elsewhere may send requests to this machine, and may even give itself the address
 * 127.0.0.1; but the browser then says so in `Origin` or `Host`.
 */
export const onlyLocal: MiddlewareHandler = async ({ req, text }, next) => {
  const host = hostOf(`http://${req.header('host')}`);
  const origin = req.header('origin');
  const isLocal = LOCAL.has(host ?? '') && (origin === undefined || LOCAL.has(hostOf(origin) ?? ''));
  if (!isLocal) return text('The playground answers its own page alone.', 403);
  await next();
};
