import { Redis } from 'ioredis';
import type { Logger } from '../../log.ts';
import type { Backend, BackendOptions } from '../backend.ts';
import { openRedisArtifacts } from './redis-artifacts.ts';
import { redisLeases } from './redis-leases.ts';

/**
 * A Redis server, 6.2 or later, with `maxmemory-policy noeviction`; append-only where nothing may be lost.
 */
export async function openRedis(
  url: string,
  { artifactTtlMs, pictureTtlMs, log }: BackendOptions,
): Promise<Backend<Redis>> {
  // While Redis is away commands wait for it: a restart of Redis loses no request.
  const connection = new Redis(url, { maxRetriesPerRequest: null });
  logOutages(connection, log);
  return {
    connection,
    artifacts: openRedisArtifacts(connection, { ttlMs: artifactTtlMs, keepMs: pictureTtlMs }),
    leases: redisLeases(connection),
    sql: undefined,
    ping: () => connection.ping(),
    close: async () => connection.disconnect(),
  };
}

/** One line when Redis goes and one when it is back, not one for each attempt. */
function logOutages(connection: Redis, log: Logger): void {
  let away = false;
  connection.on('error', (err: Error) => {
    if (!away) log.warn({ err }, 'Redis does not answer; trying again until it does');
    away = true;
  });
  connection.on('ready', () => {
    if (away) log.info('Redis is back');
    away = false;
  });
}
