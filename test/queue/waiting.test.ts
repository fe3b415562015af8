import { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { Position } from '../../src/queue/types.ts';
import { BACKENDS, onEachBackend } from '../support/backends.ts';
import { orderOf } from '../support/queue.ts';

const queueOn = onEachBackend({ limit: 5 });

/** Refused by a worker before it has looked at the picture. */
const UNKNOWN = { from: 'xyzzy', to: 'zebra' };

test.each(BACKENDS)(
  'With the %s backend, a waiting request that is cancelled is delivered at once.',
  async backend => {
    const { queue, deliveries, source } = queueOn(backend);
    const { jobId } = await queue.add(orderOf(source));
    expect(await queue.position(jobId)).toMatchObject({ state: 'waiting', ahead: 0, pending: 1 });
    expect(await queue.cancel(jobId)).toBe(true);
    expect(await deliveries.of(jobId)).toEqual({ outcome: 'cancelled' });
    expect((await queue.position(jobId)).state).toBe('finished');
    expect(await queue.cancel(jobId)).toBe(false);
  },
);

test.each(BACKENDS)(
  'With the %s backend, a cancelled request is not begun when it comes again.',
  async backend => {
    const { queue, source } = queueOn(backend);
    const order = orderOf(source);
    const { jobId } = await queue.add(order);
    await queue.cancel(jobId);
    expect(await queue.add(order)).toMatchObject({ jobId, state: 'finished' });
    expect((await queue.position(jobId)).pending).toBe(0);
  },
);

test.each(BACKENDS)('With the %s backend, nobody has heard of a job that was never added.', async backend => {
  expect(await queueOn(backend).queue.position('i-1')).toMatchObject({ state: 'gone', etaMs: undefined });
  expect(await queueOn(backend).queue.cancel('i-1')).toBe(false);
});

test('Positions that are asked for together come from few listings, however many wait.', async () => {
  const { queue, source, url } = queueOn('redis');
  const { jobId } = await queue.add(orderOf(source));
  const redis = new Redis(url!);
  await redis.config('RESETSTAT');
  const positions = await Promise.all(Array.from({ length: 100 }, () => queue.position(jobId)));
  const { calls } = /cmdstat_zrange:calls=(?<calls>\d+)/.exec(await redis.info('commandstats'))?.groups ?? {};
  redis.disconnect();
  await queue.cancel(jobId);
  expect(new Set(positions.map(({ state }) => state))).toEqual(new Set(['waiting']));
  expect(Number(calls ?? 0)).toBeLessThan(50);
});

test.each(BACKENDS)(
  'With the %s backend, users take turns whoever has more, asking twice is one job, and too many are refused.',
  async backend => {
    const { queue, deliveries, source } = queueOn(backend);
    const ada = () => orderOf(source, { base: UNKNOWN });
    const bob = orderOf(source, { base: UNKNOWN, by: { userId: 'bob' } });
    const positions: (Position & { jobId: string })[] = [];
    for (const order of [ada(), ada(), ada(), ada(), bob]) positions.push(await queue.add(order));
    expect(positions.map(({ ahead }) => ahead)).toEqual([0, 1, 2, 3, 1]);

    const [first, second, third, fourth, bobs] = positions.map(({ jobId }) => jobId);
    expect(await queue.add(bob)).toMatchObject({ jobId: bobs, ahead: 1, pending: 5 });
    const refusal = queue.add(ada());
    await expect(refusal).rejects.toThrow(UserError);
    await expect(refusal).rejects.toMatchObject({ code: 'busy' });

    await queue.workEdits();
    await deliveries.of(fourth);
    const delivered = deliveries.handovers.map(({ jobId }) => jobId);
    expect(delivered.slice(-5)).toEqual([first, bobs, second, third, fourth]);
  },
);
