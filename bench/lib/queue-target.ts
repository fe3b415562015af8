import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger } from '../../src/log.ts';
import { openQueue } from '../../src/queue/open-queue.ts';
import { startRedis } from '../../test/support/redis.ts';
import type { Target } from '../bot.ts';

/** The queue with one worker, without a bot round it. */
export async function openQueueTarget(options: {
  readonly picture: Uint8Array;
  readonly redis: boolean;
  readonly quick: boolean;
}): Promise<Target> {
  const redis = options.redis ? await startRedis() : undefined;
  const dataDir = await mkdtemp(join(tmpdir(), 'inlay-bench-'));
  const log = createLogger('warn');
  const queue = await openQueue({
    application: 'bench',
    url: redis?.url,
    dataDir,
    limit: 100,
    artifactHours: 1,
    log,
  });
  const delivered: string[] = [];
  await queue.workDeliveries(async ({ editId }) => {
    delivered.push(editId);
  });
  await queue.workEdits();
  const source = await queue.artifacts.put(options.picture);
  // The acknowledgement is what is measured: what is painted after it need not be beautiful.
  const cheap = options.quick
    ? { from: 'xyzzy', to: 'zebra' }
    : { from: 'horse', to: 'zebra', steps: 2, bestOf: 1 };
  const add = async (id: string, userId: string, base: { from: string; to: string }) =>
    queue.add({ interactionId: id, editId: id, kind: 'edit', source, base, runs: [{}], by: { userId } });
  return {
    name: redis === undefined ? 'the embedded store' : 'Redis',
    async occupy() {
      const { jobId } = await add('8000000', 'busy', { from: 'horse', to: 'zebra' });
      await new Promise<void>(resolve => {
        const stop = queue.onProgress((id, { step }) => {
          if (id !== jobId || step < 1) return;
          stop();
          resolve();
        });
      });
    },
    async request(id, userId) {
      await add(id, userId, cheap);
    },
    delivered: () => delivered,
    async close() {
      await queue.close({ graceMs: 0 });
      await redis?.stop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
