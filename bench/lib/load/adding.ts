import { tmpdir } from 'node:os';
import { createLogger } from '../../../src/log.ts';
import { openQueue } from '../../../src/queue/open-queue.ts';
import { startRedis } from '../../../test/support/redis.ts';
import { mean } from '../report.ts';

const MEMBERS = 200;
const SOURCE = 'a-00000000-0000-4000-8000-000000000000';

/** What one addition after another costs, while more and more wait. */
export async function measureAdding(quick: boolean): Promise<Record<string, number>> {
  const jobs = quick ? 1_000 : 10_000;
  const redis = await startRedis();
  const log = createLogger('warn');
  const queue = await openQueue({
    application: 'bench',
    url: redis.url,
    dataDir: tmpdir(),
    limit: 2 * jobs,
    artifactHours: 1,
    log,
  });
  const times: number[] = [];
  const heap: number[] = [];
  for (let i = 0; i < jobs; i++) {
    const before = performance.now();
    await queue.add({
      ...{ interactionId: String(1_000_000 + i), editId: `e${i}`, kind: 'edit', source: SOURCE },
      ...{ base: { from: 'horse', to: 'zebra' }, runs: [{}], by: { userId: `u${i % MEMBERS}` } },
    });
    times.push(performance.now() - before);
    heap.push(process.memoryUsage().heapUsed);
  }
  await queue.close({ graceMs: 0 });
  await redis.stop();
  const part = jobs / 20;
  const [first, last] = [mean(times.slice(0, part)), mean(times.slice(-part))];
  return {
    'queue.jobs': jobs,
    'queue.firstMs': first,
    'queue.lastMs': last,
    'queue.addRatio': last / first,
    'queue.heapKibPerJob': (mean(heap.slice(-part)) - mean(heap.slice(0, part))) / jobs / 1024,
  };
}
