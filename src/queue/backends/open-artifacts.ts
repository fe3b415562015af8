import { join } from 'node:path';
import { Redis } from 'ioredis';
import type { Artifacts } from '../artifacts.ts';
import { openFileArtifacts } from './file-artifacts.ts';
import { openRedisArtifacts } from './redis-artifacts.ts';

/** The artifacts of a queue without the queue, for the child processes of a worker. */
export async function openArtifacts(options: {
  readonly url: string | undefined;
  readonly dataDir: string;
  readonly ttlMs: number;
}): Promise<Artifacts> {
  const { url, dataDir, ttlMs } = options;
  if (url?.startsWith('redis')) {
    const redis = new Redis(url, { maxRetriesPerRequest: null });
    // The parent process logs outages; without a listener they would end this one.
    redis.on('error', () => {});
    return openRedisArtifacts(redis, { ttlMs });
  }
  return openFileArtifacts(join(dataDir, 'artifacts'), { ttlMs, sweep: false });
}
