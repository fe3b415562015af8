import type { Redis } from 'ioredis';
import type { Leases } from '../leases.ts';

const PREFIX = 'inlay:lease:';

/** In one step, as two processes may ask at once. */
const HOLD = `
local holder = redis.call('get', KEYS[1])
if holder and holder ~= ARGV[1] then return holder end
redis.call('set', KEYS[1], ARGV[1], 'PX', ARGV[2])
return ARGV[1]`;
const RELEASE = `
if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end`;

/** Leases as keys of Redis, which forgets them by itself. */
export function redisLeases(redis: Redis): Leases {
  return {
    hold: async (name, holder, ms) =>
      (await redis.eval(HOLD, 1, PREFIX + name, holder, Math.round(ms))) as string,
    release: async (name, holder) => {
      await redis.eval(RELEASE, 1, PREFIX + name, holder);
    },
    held: async beginning => {
      const names = new Set<string>();
      const found = redis.scanStream({ match: `${PREFIX}${beginning}*`, count: 1000 });
      for await (const keys of found) for (const key of keys) names.add(key.slice(PREFIX.length));
      return [...names];
    },
  };
}
