import { tmpdir } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { createLogger } from '../../../src/log.ts';
import { queuesOf, stamp } from '../../../src/queue/contracts.ts';
import { openQueue } from '../../../src/queue/open-queue.ts';
import { startRedis } from '../../../test/support/redis.ts';

/** The time of an edit in the stub: no processor, so that the queue alone is measured. */
const COST_MS = 100;
const APPLICATION = 'bench';
const SOURCE = 'a-00000000-0000-4000-8000-000000000000';

/** How much more 2 and 4 workers get done than one, on the real queue with the real deliveries. */
export async function measureWorkers(quick: boolean): Promise<Record<string, number>> {
  const figures: Record<string, number> = {};
  for (const workers of [1, 2, 4])
    figures[`workers.${workers}PerSecond`] = await rateOf(workers, quick ? 20 : 100);
  const [one] = Object.values(figures);
  for (const workers of [2, 4]) {
    figures[`workers.${workers}OfLinear`] = figures[`workers.${workers}PerSecond`] / (workers * one);
  }
  return figures;
}

/** Jobs a second; each worker gets `each`. */
async function rateOf(workers: number, each: number): Promise<number> {
  const redis = await startRedis();
  const log = createLogger('warn');
  const jobs = workers * each;
  const queue = await openQueue({
    application: APPLICATION,
    url: redis.url,
    dataDir: tmpdir(),
    limit: 2 * jobs,
    artifactHours: 1,
    log,
  });
  let delivered = 0;
  await queue.workDeliveries(async () => {
    delivered++;
  });
  await Promise.all(
    Array.from({ length: jobs }, (_, i) =>
      queue.add({
        ...{ interactionId: String(1_000_000 + i), editId: `e${i}`, kind: 'edit', source: SOURCE },
        ...{ base: { from: 'horse', to: 'zebra' }, runs: [{}], by: { userId: `u${i % 20}` } },
      }),
    ),
  );
  const { Worker } = withBackend(createRedisBackend as never);
  const connections = Array.from(
    { length: workers },
    () => new Redis(redis.url, { maxRetriesPerRequest: null }),
  );
  const start = performance.now();
  const stubs = connections.map(connection => {
    const work = async () => {
      await delay(COST_MS);
      return stamp({ outcome: 'refused', code: 'not-found', message: 'a stub finds nothing' });
    };
    return new Worker(queuesOf(APPLICATION).edit, work, { connection, prefix: 'inlay' } as never);
  });
  while (delivered < jobs) await delay(5);
  const rate = jobs / ((performance.now() - start) / 1000);
  await Promise.all(stubs.map(stub => stub.close()));
  for (const connection of connections) connection.disconnect();
  await queue.close({ graceMs: 0 });
  await redis.stop();
  return rate;
}
