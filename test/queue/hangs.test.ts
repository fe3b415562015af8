import { expect, onTestFinished, test, vi } from 'vitest';
import { dataFolder } from '../support/data-folders.ts';
import { hurriedPack } from '../support/packs.ts';
import {
  collectDeliveries,
  collectProgress,
  LONG,
  openTestQueue,
  orderOf,
  samplePicture,
} from '../support/queue.ts';

vi.setConfig({ testTimeout: 400_000 });

const EDIT = { from: 'horse', to: 'zebra', ...LONG };

async function bench() {
  const queue = await openTestQueue({ url: undefined, dataDir: dataFolder(), stopMs: 500 });
  onTestFinished(() => queue.close({ graceMs: 100 }));
  const deliveries = await collectDeliveries(queue);
  const progress = collectProgress(queue);
  await queue.workEdits({ settings: { INLAY_PACK: hurriedPack() } });
  const { jobId } = await queue.add(
    orderOf(await queue.artifacts.put(await samplePicture()), { base: EDIT }),
  );
  const { pid } = await progress.when(jobId, ({ stage }) => stage === 'denoise');
  process.kill(pid!, 'SIGSTOP');
  expect(queue.activity()).toMatchObject({
    running: 1,
    quietSince: expect.any(Number),
    progressAt: expect.any(Number),
  });
  return { queue, deliveries, jobId, pid };
}

test('A process that hangs ends soon after its edit was cancelled.', async () => {
  const { queue, deliveries, jobId, pid } = await bench();
  expect(await queue.cancel(jobId)).toBe(true);
  expect(await deliveries.of(jobId)).toEqual({ outcome: 'cancelled' });
  expect(() => process.kill(pid!, 0)).toThrow();
});
