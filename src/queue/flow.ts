import type { JobsOptions } from 'bullmq';
import { type Job, type QueueNames, stamp } from './contracts.ts';

/** Finished jobs are remembered, so that a repeated request finds them and estimates have samples. */
const KEEP = { age: 24 * 3600, count: 1000 };
const RETRY_MS = 2_000;

/**
 * Waits that double from `delay`, each up to half shorter, so that what failed together is not tried
 * together.
 */
const backoff = (delay: number) => ({ type: 'exponential', delay, jitter: 0.5 });

/** A delivery is tried for a day: so long may Discord be away, or the way to it. */
const DAY_MS = 24 * 3_600_000;
/** Its waits double up to this many times the first: five minutes. */
const LONGEST = 150;
/** Each wait is up to this part shorter. */
const JITTER = 0.2;

/** Milliseconds before attempt `made + 1` of a delivery whose first wait is `retryMs`; `random` is in 0…1. */
export const deliveryWaitMs = (made: number, retryMs: number, random = Math.random()): number =>
  Math.min(2 ** (made - 1), LONGEST) * retryMs * (1 - JITTER * random);

/** Attempts that fill a day even when every wait is as short as it can be. */
export const DELIVERY_ATTEMPTS =
  Math.ceil(DAY_MS / (LONGEST * RETRY_MS * (1 - JITTER))) + Math.ceil(Math.log2(LONGEST)) + 1;

const common: JobsOptions = { removeOnComplete: KEEP, removeOnFail: KEEP };

/**
 * A request as BullMQ's flow: the delivery is the parent, and waits for the edit. So a post that fails is
 * tried again without painting again, and only the process that delivers needs the bot's token.
 */
export function flowOf(
  jobId: string,
  job: Job,
  {
    names,
    priority,
    retryMs = RETRY_MS,
  }: { names: QueueNames; priority: number; retryMs?: number | undefined },
) {
  return {
    name: 'deliver',
    queueName: names.deliver,
    data: stamp({ editId: job.editId }),
    opts: { ...common, jobId, attempts: DELIVERY_ATTEMPTS, backoff: { type: 'capped', delay: retryMs } },
    children: [
      {
        name: job.kind,
        queueName: names.edit,
        data: stamp(job),
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
