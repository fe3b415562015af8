import { gatewayUrl } from '../gateway/events.ts';
import { ok, routes } from './call.ts';

export const gatewayRoutes = routes({
  'GET /gateway': ({ world }) => ok({ url: gatewayUrl(world) }),
  'GET /gateway/bot': ({ world }) =>
    ok({
      url: gatewayUrl(world),
      shards: 1,
      session_start_limit: { total: 1000, remaining: 1000, reset_after: 0, max_concurrency: 1 },
    }),
});
