import { expect, test } from 'vitest';
import type { Handover } from '../../src/queue/types.ts';
import { eventually, openTestQueue, orderOf, samplePicture } from '../support/queue.ts';
import { startRedis } from '../support/redis.ts';

test('A delivery that throws is tried again with the same outcome, and says which attempt it is.', async () => {
  const redis = await startRedis();
  const queue = await openTestQueue({ url: redis.url, dataDir: 'unused' });
  const attempts: Handover[] = [];
  await queue.workDeliveries(async handover => {
    attempts.push(handover);
    if (attempts.length < 3) throw new Error('Discord is away');
  });
  const order = orderOf(await queue.artifacts.put(await samplePicture()));
  const { jobId } = await queue.add(order);
  await queue.cancel(jobId);
  await eventually(() => attempts[2]);
  const { editId } = order;
  const same = { jobId, editId, outcome: { outcome: 'cancelled' }, lastAttempt: false };
  expect(attempts).toEqual([1, 2, 3].map(attempt => ({ ...same, attempt })));
  await queue.close();
  await redis.stop();
});
