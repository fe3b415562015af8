import { tmpdir } from 'node:os';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
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
  const heap = [heapInUse()];
  const part = jobs / 10;
  for (let i = 0; i < jobs; i++) {
    const before = performance.now();
    await queue.add({
      ...{ interactionId: String(1_000_000 + i), editId: `e${i}`, kind: 'edit', source: SOURCE },
      ...{ base: { from: 'horse', to: 'zebra' }, runs: [{}], by: { userId: `u${i % MEMBERS}` } },
    });
    times.push(performance.now() - before);
    if ((i + 1) % part === 0) heap.push(heapInUse());
  }
  await queue.close({ graceMs: 0 });
  await redis.stop();
  const [first, last] = [mean(times.slice(0, part)), mean(times.slice(-part))];
  const kibOf = (tenth: number) => (heap[tenth] - heap[tenth - 1]) / part / 1024;
  return {
    'queue.jobs': jobs,
    'queue.firstMs': first,
    'queue.lastMs': last,
    'queue.addRatio': last / first,
    // The first tenth brings what is loaded once.
    'queue.secondKib': kibOf(2),
    'queue.lastKib': kibOf(10),
  };
}

/** Bytes of this process's heap, without garbage. */
function heapInUse(): number {
  setFlagsFromString('--expose-gc');
  runInNewContext('gc')();
  return process.memoryUsage().heapUsed;
}
