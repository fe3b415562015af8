import type { JobsOptions } from 'bullmq';
import { UserError } from '../errors.ts';
import type { Backend } from './backend.ts';
import { jobIdOf, job as jobSchema, type Progress, progress, QUEUES, result } from './contracts.ts';
import { etaMs, type Sample, samplesOf, type Work } from './eta.ts';
import { fairPriority } from './fairness.ts';
import { type PendingJob, pendingReader } from './pending.ts';
import type { Order, Place } from './types.ts';

/** Finished jobs are remembered so that asking again finds them, and their times tell how long the next take. */
const KEEP = { age: 24 * 3600, count: 1000 };
const EDIT_OPTIONS: JobsOptions = {
  attempts: 3,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  removeOnComplete: KEEP,
  removeOnFail: KEEP,
  // A fault that outlives its retries must still be delivered: as such.
  ignoreDependencyOnFailure: true,
};
const DELIVER_OPTIONS: JobsOptions = {
  attempts: 9,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  removeOnComplete: KEEP,
  removeOnFail: KEEP,
};
/** Finished jobs whose times are looked at, and for how long that holds. */
const SAMPLES = 20;
const SAMPLES_MS = 5_000;

export interface OrderOptions {
  /** Jobs of everybody that may wait or run at once. */
  readonly limit: number;
  /** First wait before a fault is tried again, in ms. */
  readonly retryMs?: number | undefined;
}

/** Adds requests and says where they are. */
export function openOrders(backend: Backend, { limit, retryMs }: OrderOptions) {
  const { classes, base } = backend;
  const edits = new classes.Queue(QUEUES.edit, base);
  const deliveries = new classes.Queue(QUEUES.deliver, base);
  const flows = new classes.FlowProducer(base);
  // The store tells of outages, once; without a listener each of these would, for every attempt.
  for (const each of [edits, deliveries, flows]) each.on('error', () => {});
  const pending = pendingReader(edits);
  const samples = cached(SAMPLES_MS, async () => {
    const jobs = await edits.getJobs(['completed'], 0, SAMPLES - 1, false);
    return jobs.flatMap(({ returnvalue }) => {
      const parsed = result.safeParse(returnvalue);
      return parsed.success ? samplesOf(parsed.data) : [];
    });
  });
  let turn: Promise<unknown> = Promise.resolve();

  async function add({ interactionId, ...order }: Order): Promise<Place & { jobId: string }> {
    const job = jobSchema.parse(order);
    const jobId = jobIdOf(interactionId);
    // The delivery outlives a cancelled edit: it alone tells that a request was there before.
    if ((await deliveries.getJob(jobId)) !== undefined) return { jobId, ...(await place(jobId)) };
    const before = await pending();
    if (before.length >= limit) throw busy(before, job, await samples());
    const priority = fairPriority(before, job.by.userId);
    const backoff = {
      ...(EDIT_OPTIONS.backoff as object),
      ...(retryMs === undefined ? {} : { delay: retryMs }),
    };
    await flows.add({
      name: QUEUES.deliver,
      queueName: QUEUES.deliver,
      data: { editId: job.editId },
      opts: { ...DELIVER_OPTIONS, jobId },
      children: [
        {
          name: job.kind,
          queueName: QUEUES.edit,
          data: job,
          opts: { ...EDIT_OPTIONS, backoff: backoff as NonNullable<JobsOptions['backoff']>, jobId, priority },
        },
      ],
    });
    const ahead = before.filter(other => other.activeMs !== undefined || other.priority <= priority);
    return { jobId, ...(await waiting(job, ahead, before.length + 1)) };
  }

  async function waiting(work: Work, ahead: readonly PendingJob[], count: number): Promise<Place> {
    const eta = etaMs({ work }, ahead, await samples());
    return { state: 'waiting', ahead: ahead.length, pending: count, etaMs: eta };
  }

  async function place(jobId: string): Promise<Place> {
    const all = await pending();
    const index = all.findIndex(({ id }) => id === jobId);
    if (index < 0) {
      const known = (await edits.getJob(jobId)) ?? (await deliveries.getJob(jobId));
      return { state: known ? 'finished' : 'gone', ahead: 0, pending: all.length, etaMs: undefined };
    }
    const own = all[index];
    if (own.activeMs === undefined) return waiting(own.work, all.slice(0, index), all.length);
    return { state: 'active', ahead: 0, pending: all.length, etaMs: etaMs(own, [], await samples()) };
  }

  return {
    place,
    /** One after the other: each sees those before it, for the cap and for fair turns. */
    add(order: Order) {
      const added = turn.then(() => add(order));
      turn = added.catch(() => {});
      return added;
    },
    async progress(jobId: string): Promise<Progress | undefined> {
      const parsed = progress.safeParse((await edits.getJob(jobId))?.progress);
      return parsed.success ? parsed.data : undefined;
    },
    edits,
    async close() {
      await Promise.all([edits.close(), deliveries.close(), flows.close()]);
    },
  };
}

function busy(pending: readonly PendingJob[], work: Work, samples: readonly Sample[]): UserError {
  const ms = etaMs({ work }, pending, samples);
  const when = ms === undefined ? 'later' : `in ${Math.max(1, Math.ceil(ms / 60_000))} min`;
  return new UserError('busy', `${pending.length} edits are waiting already: try again ${when}.`);
}

/** What `read` answered, for `ms`. */
function cached<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (value === undefined || Date.now() > until) {
      until = Date.now() + ms;
      value = read();
      value.catch(() => {
        value = undefined;
      });
    }
    return value;
  };
}
