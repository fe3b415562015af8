import { rm } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeDataFolder } from '../support/data-folders.ts';
import {
  collectDeliveries,
  collectProgress,
  eventually,
  openTestQueue,
  orderOf,
  samplePicture,
} from '../support/queue.ts';
import { startQueueProcess } from '../support/queue-processes.ts';
import { type RedisServer, startRedis } from '../support/redis.ts';

/** Long enough to be interrupted on a fast machine, short enough to be waited for on a slow one. */
const EDIT = { from: 'horse', to: 'zebra', steps: 24, bestOf: 1 };
/** After a job is done, what would come twice would come in this time. */
const QUIET_MS = 3_000;
const TIMEOUT = 400_000;

let dataDir: string;
let redis: RedisServer;

beforeAll(async () => {
  dataDir = makeDataFolder();
  redis = await startRedis();
});

afterAll(async () => {
  await redis?.stop();
  await rm(dataDir, { recursive: true, force: true });
});

/** The bot's side of the queue, in this process. */
async function openBot() {
  const queue = await openTestQueue({ url: redis.url, dataDir });
  return {
    queue,
    deliveries: await collectDeliveries(queue),
    progress: collectProgress(queue),
    source: await queue.artifacts.put(await samplePicture()),
  };
}

function lives(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

const startWorker = () => startQueueProcess(['--url', redis.url, '--edits']);

test(
  'The edit of a worker that is killed in the middle is finished by another, and delivered once.',
  async () => {
    const bot = await openBot();
    const victim = await startWorker();
    const { jobId } = await bot.queue.add(orderOf(bot.source, { base: EDIT }));
    await bot.progress.when(jobId, ({ step }) => step >= 2);
    const children = victim.children();
    expect(children.length).toBeGreaterThan(0);
    await victim.end('SIGKILL');
    await eventually(() => (children.some(lives) ? undefined : true));
    const heir = await startWorker();
    expect(await bot.deliveries.of(jobId)).toMatchObject({ outcome: 'done' });
    await delay(QUIET_MS);
    expect(bot.deliveries.handovers.filter(one => one.jobId === jobId)).toHaveLength(1);
    await heir.end('SIGTERM');
    await bot.queue.close();
  },
  TIMEOUT,
);

test(
  'A worker that is asked to stop hands its edit back to another at once.',
  async () => {
    const bot = await openBot();
    const first = await startWorker();
    const { jobId } = await bot.queue.add(orderOf(bot.source, { base: EDIT }));
    await bot.progress.when(jobId, ({ step }) => step >= 2);
    await first.end('SIGTERM');
    expect(first.told.at(-1)).toEqual({ event: 'closed' });
    expect(await bot.queue.position(jobId)).toMatchObject({ state: 'waiting', ahead: 0 });
    const second = await startWorker();
    expect(await bot.deliveries.of(jobId)).toMatchObject({ outcome: 'done' });
    await second.end('SIGTERM');
    await bot.queue.close();
  },
  TIMEOUT,
);

test(
  'When Redis is killed and comes back in the middle of an edit, the edit is delivered once.',
  async () => {
    const bot = await openBot();
    const worker = await startWorker();
    const { jobId } = await bot.queue.add(orderOf(bot.source, { base: EDIT }));
    const { jobId: waiting } = await bot.queue.add(orderOf(bot.source));
    await bot.progress.when(jobId, ({ step }) => step >= 2);
    await redis.kill();
    const added = bot.queue.add(orderOf(bot.source));
    await delay(500);
    await redis.start();
    for (const id of [jobId, waiting, (await added).jobId]) {
      expect(await bot.deliveries.of(id)).toMatchObject({ outcome: 'done' });
    }
    await delay(QUIET_MS);
    const ids = bot.deliveries.handovers.map(one => one.jobId);
    expect(ids.length).toBe(new Set(ids).size);
    await worker.end('SIGTERM');
    await bot.queue.close();
  },
  TIMEOUT,
);

test(
  'Another process can cancel an edit that runs.',
  async () => {
    const bot = await openBot();
    const worker = await startWorker();
    const other = await startQueueProcess(['--url', redis.url]);
    const { jobId } = await bot.queue.add(orderOf(bot.source, { base: EDIT }));
    await bot.progress.when(jobId, ({ step }) => step >= 1);
    other.cancel(jobId);
    expect(await other.when('asked')).toMatchObject({ cancelled: true });
    expect(await bot.deliveries.of(jobId)).toEqual({ outcome: 'cancelled' });
    for (const each of [other, worker]) await each.end('SIGTERM');
    await bot.queue.close();
  },
  TIMEOUT,
);

test(
  'When the one process on the embedded backend is killed and started again, nothing is lost or doubled.',
  async () => {
    const everything = ['--dataDir', dataDir, '--edits', '--deliveries'];
    const keeper = await openTestQueue({ url: undefined, dataDir });
    const source = await keeper.artifacts.put(await samplePicture());
    await keeper.close();

    const victim = await startQueueProcess(everything);
    const orders = [orderOf(source, { base: EDIT }), orderOf(source), orderOf(source)];
    for (const order of orders) victim.add(order);
    const ids = orders.map(({ interactionId }) => `i-${interactionId}`);
    await victim.when('progress', told => told.jobId === ids[0] && (told.step ?? 0) >= 2);
    for (const id of ids) await victim.when('added', told => told.jobId === id);
    await victim.end('SIGKILL');

    const heir = await startQueueProcess(everything);
    for (const id of ids) {
      expect(await heir.when('delivered', told => told.jobId === id)).toMatchObject({ outcome: 'done' });
    }
    await delay(QUIET_MS);
    const delivered = [...victim.told, ...heir.told].filter(({ event }) => event === 'delivered');
    expect(delivered.map(({ jobId }) => jobId).toSorted()).toEqual(ids.toSorted());
    await heir.end('SIGTERM');
  },
  TIMEOUT,
);
