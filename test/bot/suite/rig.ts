import { afterAll, beforeAll, vi } from 'vitest';
import { openRig, type Rig } from '../../support/bot.ts';
import { type RedisServer, startRedis } from '../../support/redis.ts';

let opened: Rig | undefined;

/** What the tests of the suite stand on. */
export function rig(): Rig {
  if (opened === undefined) throw new Error('A test file begins by importing on-embedded.ts or on-redis.ts');
  return opened;
}

/** One bot for all tests of a file, on the embedded store or on a Redis of its own. */
export function rigOn(kind: 'embedded' | 'redis'): void {
  // Real models on a machine that may be busy with other tests.
  vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });
  let redis: RedisServer | undefined;
  beforeAll(async () => {
    if (kind === 'redis') redis = await startRedis();
    opened = await openRig({ url: redis?.url });
  });
  afterAll(async () => {
    await opened?.close();
    await redis?.stop();
  });
}
