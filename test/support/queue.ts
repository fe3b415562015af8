import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { createLogger } from '../../src/log.ts';
import type { Outcome, Progress } from '../../src/queue/contracts.ts';
import { openQueue, type QueueOptions } from '../../src/queue/open-queue.ts';
import type { EditQueue, Handover, Order } from '../../src/queue/types.ts';
import { compiled } from './compiled.ts';

/** Settings under which a worker's death is noticed soon, and a fault tried again at once. */
const IMPATIENT = { application: 'test', limit: 50, artifactHours: 1, lockMs: 2_000, retryMs: 50 };
/** Children that are compiled already start sooner. */
const childFile = pathToFileURL(compiled('src/queue/edit-child.ts'));

export const openTestQueue = (options: Pick<QueueOptions, 'url' | 'dataDir'> & Partial<QueueOptions>) =>
  openQueue({
    ...IMPATIENT,
    childFile,
    log: createLogger((process.env.TEST_LOG ?? 'silent') as 'silent'),
    ...options,
  });

/** An edit that takes a second or two on two cores. */
const QUICK = { steps: 3, bestOf: 1 };
/** One that takes long enough to be interrupted. */
export const LONG = { steps: 16, bestOf: 2 };

export const samplePicture = () => readFile('assets/sample.png');

let last = 0;

/** A request for an edit of the bundled picture, with an interaction id of its own. */
export function orderOf(source: string, change: Partial<Order & { kind: 'edit' }> = {}): Order {
  const interactionId = change.interactionId ?? String(1000 + ++last);
  const base = { from: 'horse', to: 'zebra', ...QUICK, ...change.base };
  const by = { userId: 'ada' };
  return {
    runs: [{}],
    by,
    ...change,
    kind: 'edit',
    editId: `e${interactionId}`,
    interactionId,
    source,
    base,
  };
}

/** Waits until `read` gives something. Fails after `ms`. */
export async function eventually<T>(
  read: () => T | undefined | Promise<T | undefined>,
  ms = 150_000,
): Promise<T> {
  for (const end = Date.now() + ms; Date.now() < end; await delay(25)) {
    const value = await read();
    if (value !== undefined) return value;
  }
  throw new Error(`nothing came within ${ms / 1000} s`);
}

/** Delivers what comes and remembers it. */
export async function collectDeliveries(queue: EditQueue) {
  const handovers: Handover[] = [];
  await queue.workDeliveries(async handover => {
    handovers.push(handover);
  });
  return {
    handovers,
    /** The outcome of a job, once it is delivered. */
    of: (jobId: string): Promise<Outcome> =>
      eventually(() => handovers.find(handover => handover.jobId === jobId)?.outcome),
  };
}

/** Remembers every progress of every job. */
export function collectProgress(queue: EditQueue) {
  const heard: { jobId: string; progress: Progress }[] = [];
  queue.onProgress((jobId, progress) => heard.push({ jobId, progress }));
  const of = (jobId: string) => heard.filter(one => one.jobId === jobId).map(one => one.progress);
  return {
    of,
    /** The first progress of a job that fits. */
    when: (jobId: string, fits: (progress: Progress) => boolean): Promise<Progress> =>
      eventually(() => of(jobId).find(fits)),
  };
}
