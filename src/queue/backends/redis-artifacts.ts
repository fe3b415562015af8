import type { Redis } from 'ioredis';
import { type Artifacts, expired, newKey } from '../artifacts.ts';

/** Artifacts as keys of Redis, which forgets them by itself. */
export function openRedisArtifacts(
  redis: Redis,
  { ttlMs, keepMs = ttlMs }: { ttlMs: number; keepMs?: number },
): Artifacts {
  const nameOf = (key: string) => `inlay:artifact:${key}`;
  return {
    async put(bytes, options = {}) {
      const key = newKey();
      await redis.set(nameOf(key), Buffer.from(bytes), 'PX', options.ttlMs ?? ttlMs);
      return key;
    },
    async get(key) {
      const bytes = await redis.getBuffer(nameOf(key));
      if (bytes === null) throw expired();
      return bytes;
    },
    keep: async (key, ms = keepMs) => (await redis.pexpire(nameOf(key), ms)) === 1,
    async delete(key) {
      await redis.del(nameOf(key));
    },
  };
}
