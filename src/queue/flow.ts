import type { JobsOptions } from 'bullmq';
import { type Job, QUEUES } from './contracts.ts';

/** Finished jobs are remembered so that asking again finds them, and their times tell how long the next take. */
const KEEP = { age: 24 * 3600, count: 1000 };
const RETRY_MS = 2_000;

/** Waits that double from `delay`, each up to half shorter, so that what failed together is not tried together. */
const backoff = (delay: number) => ({ type: 'exponential', delay, jitter: 0.5 });

const common: JobsOptions = { removeOnComplete: KEEP, removeOnFail: KEEP };

/**
 * A request as BullMQ's flow: the delivery is the parent, and waits for the edit. So a post that fails is tried again
 * without painting again, and only the process that delivers needs the bot's token.
 */
export function flowOf(jobId: string, job: Job, priority: number, retryMs: number = RETRY_MS) {
  return {
    name: QUEUES.deliver,
    queueName: QUEUES.deliver,
    data: { editId: job.editId },
    opts: { ...common, jobId, attempts: 9, backoff: backoff(retryMs) },
    children: [
      {
        name: job.kind,
        queueName: QUEUES.edit,
        data: job,
        opts: {
          ...common,
          jobId,
          priority,
          attempts: 3,
          backoff: backoff(retryMs),
          // A fault that outlives its retries must still be delivered: as such.
          ignoreDependencyOnFailure: true,
        },
      },
    ],
  };
}
