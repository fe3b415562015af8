import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, vi } from 'vitest';
import type { QueueOptions } from '../../src/queue/open-queue.ts';
import type { EditQueue } from '../../src/queue/types.ts';
import { makeDataFolder } from './data-folders.ts';
import { collectDeliveries, collectProgress, openTestQueue, samplePicture } from './queue.ts';
import { type RedisServer, startRedis } from './redis.ts';

// Real edits, on machines that may have other things to do.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

export const BACKENDS = ['embedded', 'redis'] as const;
export type BackendName = (typeof BACKENDS)[number];

/** A queue with what a test looks at. */
export interface QueueUnderTest {
  readonly url: string | undefined;
  readonly dataDir: string;
  readonly queue: EditQueue;
  readonly deliveries: Awaited<ReturnType<typeof collectDeliveries>>;
  readonly progress: ReturnType<typeof collectProgress>;
  /** The bundled picture as an artifact. */
  readonly source: string;
}

/** Opens a queue on each backend for the tests of a file, and closes them after. */
export function onEachBackend(
  options: Partial<QueueOptions> = {},
  begin: (queue: EditQueue) => Promise<void> = async () => {},
): (backend: BackendName) => QueueUnderTest {
  const queues = new Map<BackendName, QueueUnderTest>();
  const undo: (() => Promise<unknown>)[] = [];
  beforeAll(async () => {
    for (const backend of BACKENDS) {
      const opened = await openOn(backend, options, undo);
      await begin(opened.queue);
      queues.set(backend, opened);
    }
  });
  afterAll(async () => {
    for (const step of undo.toReversed()) await step();
  });
  return backend => queues.get(backend)!;
}

async function openOn(
  backend: BackendName,
  options: Partial<QueueOptions>,
  undo: (() => Promise<unknown>)[],
): Promise<QueueUnderTest> {
  const dataDir = makeDataFolder();
  undo.push(() => rm(dataDir, { recursive: true, force: true }));
  const redis: RedisServer | undefined = backend === 'redis' ? await startRedis() : undefined;
  if (redis !== undefined) undo.push(redis.stop);
  const queue = await openTestQueue({ url: redis?.url, dataDir, ...options });
  undo.push(() => queue.close({ graceMs: 0 }));
  return {
    url: redis?.url,
    dataDir,
    queue,
    deliveries: await collectDeliveries(queue),
    progress: collectProgress(queue),
    source: await queue.artifacts.put(await samplePicture()),
  };
}
