import { Redis } from 'ioredis';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';
import { postgresLeases } from '../../src/queue/backends/postgres-leases.ts';
import { redisLeases } from '../../src/queue/backends/redis-leases.ts';
import { findApplication } from '../../src/queue/leases.ts';
import { databaseForTest } from '../support/database.ts';
import { makeFolder } from '../support/folders.ts';
import { collectDeliveries, eventually, openTestQueue, orderOf } from '../support/queue.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

let redis: RedisServer;
const source = 'a-00000000-0000-4000-8000-000000000000';

beforeAll(async () => {
  redis = await startRedis();
});
afterAll(() => redis.stop());

async function queueOf(application: string) {
  const queue = await openTestQueue({ application, url: redis.url, dataDir: makeFolder() });
  onTestFinished(() => queue.close({ graceMs: 0 }));
  return queue;
}

test('The bots of two applications on one Redis see nothing of each other.', async () => {
  const [ours, theirs] = [await queueOf('1'), await queueOf('2')];
  const delivered = await collectDeliveries(theirs);
  const { jobId } = await ours.add(orderOf(source));
  expect(await theirs.position(jobId)).toMatchObject({ state: 'gone', pending: 0 });
  await ours.cancel(jobId);
  expect(await (await collectDeliveries(ours)).of(jobId)).toEqual({ outcome: 'cancelled' });
  expect(delivered.handovers).toEqual([]);
});

test('A second bot of one application is refused, and takes over once the first is gone; one that lost its lease hears of it.', async () => {
  const [first, second] = [await queueOf('3'), await queueOf('3')];
  let lost = false;
  await first.holdLease(() => {
    lost = true;
  });
  await expect(second.holdLease(() => {})).rejects.toMatchObject({
    code: 'in-use',
    message: expect.stringMatching(/^Another bot .* \(process \d+ on .*\): stop that one/),
  });
  const connection = new Redis(redis.url);
  onTestFinished(() => connection.disconnect());
  await connection.set('inlay:lease:bot:3', 'somebody else', 'PX', 900);
  await eventually(() => lost || undefined);
  await second.holdLease(() => {});
});

test('A worker finds the one bot that uses its queue, waits for it, and is not to guess between two.', async () => {
  const connection = new Redis(redis.url);
  onTestFinished(() => connection.disconnect());
  await connection.flushall();
  const leases = redisLeases(connection);
  let waits = 0;
  const info = () => {
    waits++;
  };
  const found = findApplication(leases, { info });
  await eventually(() => waits || undefined);
  await (await queueOf('4')).holdLease(() => {});
  expect(await found).toBe('4');
  await (await queueOf('5')).holdLease(() => {});
  await expect(findApplication(leases, { info })).rejects.toMatchObject({
    code: 'bad-option',
    message: expect.stringContaining('(4, 5): set DISCORD_APPLICATION_ID'),
  });
});

test('PostgreSQL keeps leases as Redis does: one holder at a time, free when given back or run out.', async () => {
  const pool = (await databaseForTest()) as never;
  await postgresLeases(pool);
  const leases = await postgresLeases(pool);
  expect(await leases.hold('bot:1', 'a', 60_000)).toBe('a');
  expect(await leases.hold('bot:1', 'b', 60_000)).toBe('a');
  expect(await leases.hold('bot:1', 'a', 60_000)).toBe('a');
  expect(await leases.held('bot:')).toEqual(['bot:1']);
  await leases.release('bot:1', 'b');
  expect(await leases.held('bot:')).toEqual(['bot:1']);
  await leases.release('bot:1', 'a');
  expect(await leases.hold('bot:1', 'b', 0)).toBe('b');
  expect(await leases.hold('bot:1', 'c', 60_000)).toBe('c');
});
