import { execFileSync } from 'node:child_process';
import { expect, onTestFinished, test, vi } from 'vitest';
import { dataFolder } from '../support/data-folders.ts';
import { hurriedPack } from '../support/packs.ts';
import { collectDeliveries, eventually, openTestQueue, orderOf, samplePicture } from '../support/queue.ts';

vi.setConfig({ testTimeout: 400_000 });

/** The child process that works on edits for this one, from its very start. */
const childOf = (): number | undefined => {
  const lines = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' }).split('\n');
  const [pid] =
    lines
      .map(line => line.trim().split(/\s+/))
      .find(
        ([, parent, ...args]) => Number(parent) === process.pid && args.join(' ').includes('inlay-edits'),
      ) ?? [];
  return pid === undefined ? undefined : Number(pid);
};

test('A process that hangs, even before it could say anything, ends soon after its edit was cancelled.', async () => {
  const queue = await openTestQueue({ url: undefined, dataDir: dataFolder(), stopMs: 500 });
  onTestFinished(() => queue.close({ graceMs: 100 }));
  const deliveries = await collectDeliveries(queue);
  await queue.workEdits({ settings: { INLAY_PACK: hurriedPack() } });
  const { jobId } = await queue.add(orderOf(await queue.artifacts.put(await samplePicture())));
  const pid = await eventually(childOf);
  process.kill(pid, 'SIGSTOP');
  expect(queue.activity()).toMatchObject({ running: 1, quietSince: expect.any(Number) });
  expect(await queue.cancel(jobId)).toBe(true);
  expect(await deliveries.of(jobId)).toEqual({ outcome: 'cancelled' });
  expect(() => process.kill(pid, 0)).toThrow();
});
