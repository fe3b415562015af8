import { createRedisBackend, withBackend } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { CONTRACT, job, queuesOf, read, result, stamp } from '../../src/queue/contracts.ts';
import type { EditQueue } from '../../src/queue/types.ts';
import { makeFolder } from '../support/folders.ts';
import { collectDeliveries, openTestQueue, orderOf } from '../support/queue.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

let redis: RedisServer;
let connection: Redis;
let queue: EditQueue;
let deliveries: Awaited<ReturnType<typeof collectDeliveries>>;
const { Queue, Worker } = withBackend(createRedisBackend as never);
const source = 'a-00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  redis = await startRedis();
  connection = new Redis(redis.url, { maxRetriesPerRequest: null });
  queue = await openTestQueue({ url: redis.url, dataDir: makeFolder() });
  deliveries = await collectDeliveries(queue);
});
afterAll(async () => {
  await queue.close({ graceMs: 100 });
  connection.disconnect();
  await redis.stop();
});

const base = () => ({ connection, prefix: 'inlay' }) as never;

test('One waiting job of another version keeps nobody from asking.', async () => {
  const other = new Queue(queuesOf('test').edit, base());
  await other.add('edit', { kind: 'edit', contract: 9, what: 'else' }, { jobId: 'i-1', priority: 5 });
  const added = await queue.add(orderOf(source));
  expect(added).toMatchObject({ state: 'waiting', pending: 2 });
  await queue.cancel(added.jobId);
  await other.remove('i-1');
  await other.close();
});

test('A result of another version is handed over as failed, once.', async () => {
  const worker = new Worker(
    queuesOf('test').edit,
    async () => ({ outcome: 'done', runs: [{ picture: 'new' }] }),
    base(),
  );
  const { jobId } = await queue.add(orderOf(source));
  expect(await deliveries.of(jobId)).toMatchObject({
    outcome: 'failed',
    reason: expect.stringContaining('another version'),
  });
  expect(deliveries.handovers.filter(handover => handover.jobId === jobId)).toHaveLength(1);
  await worker.close();
});

test('What says another version is not read, even where it looks alike; what says none is of the first.', () => {
  expect(read(result, stamp({ outcome: 'cancelled' }))).toEqual({ outcome: 'cancelled' });
  expect(read(result, { outcome: 'cancelled' })).toEqual({ outcome: 'cancelled' });
  expect(() => read(result, { outcome: 'cancelled', contract: CONTRACT + 1 })).toThrow(/another version/);
  expect(() => read(job, { kind: 'edit' })).toThrow(/another version/);
});
