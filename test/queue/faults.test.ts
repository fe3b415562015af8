import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { BACKENDS, onEachBackend } from '../support/backends.ts';
import { orderOf } from '../support/queue.ts';

let broken: string;
beforeAll(async () => {
  broken = await mkdtemp(join(tmpdir(), 'inlay-broken-'));
  await cp('models/emoji', broken, { recursive: true });
  await writeFile(join(broken, 'unet.onnx'), 'not a graph');
});
afterAll(() => rm(broken, { recursive: true, force: true }));

const queueOn = onEachBackend();

test.each(BACKENDS)(
  'With the %s backend, a fault is tried three times and then delivered as a failure, and the worker lives on.',
  async backend => {
    const { queue, deliveries, progress, source } = queueOn(backend);
    await queue.workEdits({ settings: { INLAY_PACK: broken } });
    const { jobId } = await queue.add(orderOf(source));
    expect(await deliveries.of(jobId)).toEqual({
      outcome: 'failed',
      reason: expect.stringContaining('unet.onnx'),
    });
    expect(progress.of(jobId)).toHaveLength(3);
    expect((await queue.position(jobId)).state).toBe('finished');

    const { jobId: next } = await queue.add(orderOf(source, { pack: 'emoji' }));
    expect(await deliveries.of(next)).toMatchObject({ outcome: 'done' });
  },
);
