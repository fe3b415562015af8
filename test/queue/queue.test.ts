import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { UserError } from '../../src/errors.ts';
import type { EditQueue, Place } from '../../src/queue/types.ts';
import {
  collectDeliveries,
  collectProgress,
  eventually,
  LONG,
  openTestQueue,
  orderOf,
  samplePicture,
} from '../support/queue.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

const UNKNOWN = { from: 'xyzzy', to: 'zebra' };

describe.each(['embedded', 'redis'] as const)('With the %s store', store => {
  let dataDir: string;
  let redis: RedisServer | undefined;
  let queue: EditQueue;
  let deliveries: Awaited<ReturnType<typeof collectDeliveries>>;
  let progress: ReturnType<typeof collectProgress>;
  let source: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'inlay-queue-'));
    redis = store === 'redis' ? await startRedis() : undefined;
    queue = await openTestQueue({ url: redis?.url, dataDir, limit: 5 });
    deliveries = await collectDeliveries(queue);
    progress = collectProgress(queue);
    source = await queue.artifacts.put(await samplePicture());
  });

  afterAll(async () => {
    await queue?.close();
    await redis?.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  describe('while no worker is there', () => {
    test('A request that is cancelled is delivered as cancelled at once.', async () => {
      const { jobId } = await queue.add(orderOf(source));
      expect(await queue.place(jobId)).toMatchObject({ state: 'waiting', ahead: 0, pending: 1 });
      expect(await queue.cancel(jobId)).toBe(true);
      expect(await deliveries.of(jobId)).toEqual({ outcome: 'cancelled' });
      expect((await queue.place(jobId)).state).toBe('finished');
      expect(await queue.cancel(jobId)).toBe(false);
    });

    test('A request that was cancelled is not begun when its interaction comes again.', async () => {
      const order = orderOf(source);
      const { jobId } = await queue.add(order);
      await queue.cancel(jobId);
      expect(await queue.add(order)).toMatchObject({ jobId, state: 'finished' });
      expect((await queue.place(jobId)).pending).toBe(0);
    });

    test('Users take turns, whoever came first with more; too many are refused; asking twice is one job.', async () => {
      const ada = () => orderOf(source, { base: UNKNOWN });
      const orders = [ada(), ada(), ada(), ada(), orderOf(source, { base: UNKNOWN, by: { userId: 'bob' } })];
      const places: (Place & { jobId: string })[] = [];
      for (const order of orders) places.push(await queue.add(order));
      expect(places.map(({ ahead }) => ahead)).toEqual([0, 1, 2, 3, 1]);

      const again = await queue.add(orders[4]);
      expect(again).toMatchObject({ jobId: places[4].jobId, ahead: 1, pending: 5 });
      const refusal = queue.add(ada());
      await expect(refusal).rejects.toThrow(UserError);
      await expect(refusal).rejects.toMatchObject({ code: 'busy' });

      await queue.workEdits();
      await deliveries.of(places[3].jobId);
      const [first, second, third, fourth, bob] = places.map(({ jobId }) => jobId);
      const delivered = deliveries.handovers
        .map(({ jobId }) => jobId)
        .filter(id => places.some(p => p.jobId === id));
      expect(delivered).toEqual([first, bob, second, third, fourth]);
    });
  });

  describe('with a worker', () => {
    test('An edit comes back as pictures of the source’s size and a report, after its progress in order.', async () => {
      const runs = [{ seed: 3 }, { seed: 4 }];
      const { jobId } = await queue.add(orderOf(source, { runs }));
      const outcome = await deliveries.of(jobId);
      if (outcome.outcome !== 'done') throw new Error(JSON.stringify(outcome));
      expect(outcome.runs.map(({ report }) => report.recipe.seed)).toEqual([3, 4]);
      const { width, height } = await sharp(await samplePicture()).metadata();
      for (const { image, mask, overlay, report } of outcome.runs) {
        for (const key of [image, mask, overlay]) {
          const bytes = await queue.artifacts.get(key);
          expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width, height });
        }
        expect(report.receipt.changedOutside).toBe(0);
        expect(report.pack.name).toBe('emoji');
      }

      const heard = progress.of(jobId);
      const moments = heard.map(({ run, step }) => run * 1000 + step);
      expect(moments).toEqual(moments.toSorted((a, b) => a - b));
      expect([...new Set(heard.map(({ stage }) => stage))]).toEqual([
        'start',
        'load',
        'calibrate',
        'encode',
        'denoise',
        'decode',
        'composite',
      ]);
      const shown = heard.find(({ mask }) => mask !== undefined)?.mask;
      expect(shown).toMatchObject({ instances: 1, score: expect.closeTo(0.967, 1) });
      expect(await sharp(await queue.artifacts.get(shown!.overlay)).metadata()).toMatchObject({
        width,
        height,
      });
      expect(await queue.progress(jobId)).toEqual(heard.at(-1));
      expect(heard.at(-1)).toMatchObject({
        editId: outcome && expect.any(String),
        run: 2,
        step: 3,
        steps: 3,
      });
    });

    test('The time of a finished edit tells how long the next will take.', async () => {
      const { jobId } = await queue.add(
        orderOf(source, { base: { from: 'horse', to: 'zebra', steps: 30, bestOf: 1 } }),
      );
      const place = await eventually(async () => {
        const now = await queue.place(jobId);
        return now.etaMs === undefined ? undefined : now;
      });
      expect(place.etaMs).toBeGreaterThan(500);
      expect(place.etaMs).toBeLessThan(120_000);
      await queue.cancel(jobId);
      await deliveries.of(jobId);
    });

    test('A thing that is not there is refused with a heat map and what is there instead, without another try.', async () => {
      const { jobId } = await queue.add(orderOf(source, { base: { from: 'banana', to: 'zebra' } }));
      const outcome = await deliveries.of(jobId);
      if (outcome.outcome !== 'refused') throw new Error(JSON.stringify(outcome));
      expect(outcome).toMatchObject({ code: 'not-found', message: expect.stringContaining('banana') });
      expect(await sharp(await queue.artifacts.get(outcome.heat!)).metadata()).toMatchObject({
        format: 'png',
      });
      expect(outcome.seen?.map(({ word }) => word)).toContain('horse');
      expect(progress.of(jobId).filter(({ stage }) => stage === 'calibrate')).toHaveLength(1);
    });

    test('Finding alone comes back as a mask, an overlay and a heat map.', async () => {
      const {
        runs: _,
        base: __,
        ...order
      } = orderOf(source) as Extract<ReturnType<typeof orderOf>, { kind: 'edit' }>;
      const { jobId } = await queue.add({ ...order, kind: 'mask', base: { from: 'horse' } });
      const outcome = await deliveries.of(jobId);
      if (outcome.outcome !== 'found') throw new Error(JSON.stringify(outcome));
      expect(outcome.report.mask.instances).toHaveLength(1);
      for (const key of [outcome.mask, outcome.overlay, outcome.heat]) {
        expect((await queue.artifacts.get(key)).length).toBeGreaterThan(100);
      }
    });

    test('A source that is no longer kept is refused in plain words.', async () => {
      const gone = await queue.artifacts.put(await samplePicture(), { ttlMs: 1 });
      const { jobId } = await queue.add(orderOf(gone));
      expect(await deliveries.of(jobId)).toMatchObject({ outcome: 'refused', code: 'expired' });
    });

    test('Folders cannot be named as packs by people.', async () => {
      const { jobId } = await queue.add(orderOf(source, { pack: 'models/emoji' }));
      expect(await deliveries.of(jobId)).toMatchObject({ outcome: 'refused', code: 'unknown-pack' });
    });

    test('A running edit that is cancelled ends after its step and is delivered as cancelled.', async () => {
      const { jobId } = await queue.add(orderOf(source, { base: { from: 'horse', to: 'zebra', ...LONG } }));
      await progress.when(jobId, ({ step }) => step >= 1);
      expect((await queue.place(jobId)).state).toBe('active');
      expect(await queue.cancel(jobId)).toBe(true);
      expect(await deliveries.of(jobId)).toEqual({ outcome: 'cancelled' });
      expect((await queue.progress(jobId))?.step).toBeLessThan(LONG.steps);
    });
  });
});
