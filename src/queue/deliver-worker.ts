import type { Job as BullJob, MinimalJob } from 'bullmq';
import type { Logger } from '../log.ts';
import type { Queues } from './backend.ts';
import { delivery, type Outcome, read, result } from './contracts.ts';
import { deliveryWaitMs } from './flow.ts';
import type { Handover } from './types.ts';
import { within } from './within.ts';

/** Deliveries wait for the network most of the time. */
const CONCURRENCY = 8;
/** A delivery outlives any number of restarts. */
const MAX_STALLS = 1_000;

/** Hands finished jobs to `handler`, and again, each time later, while it throws. */
export async function startDeliverWorker(
  { classes, base, names }: Queues,
  handler: (handover: Handover) => Promise<void>,
  { lockMs, log }: { lockMs: number; log: Logger },
) {
  const worker = new classes.Worker(
    names.deliver,
    async (job: BullJob) => {
      const attempt = job.attemptsMade + 1;
      await handler({
        jobId: job.id ?? '',
        editId: delivery.safeParse(job.data).data?.editId ?? '',
        outcome: await outcomeOf(job, log),
        attempt,
        lastAttempt: attempt >= (job.opts.attempts ?? 1),
      });
    },
    {
      ...base,
      concurrency: CONCURRENCY,
      lockDuration: lockMs,
      stalledInterval: lockMs,
      maxStalledCount: MAX_STALLS,
      settings: { backoffStrategy: waitMs },
    },
  );
  worker.on('error', (err: Error) => log.debug({ err }, 'the delivery worker had trouble with the queue'));
  worker.on('failed', (job, err) =>
    log.error({ jobId: job?.id, attempt: job?.attemptsMade, of: job?.opts.attempts, err }, 'not delivered'),
  );
  await worker.waitUntilReady();
  return {
    async close(graceMs: number): Promise<void> {
      if (!(await within(worker.close(), graceMs)))
        log.warn('a delivery does not end: it is tried again when its hold runs out');
    },
  };
}

/** Called for what `flow.ts` gives the type `capped`. */
function waitMs(made: number, _type?: string, _err?: Error, job?: MinimalJob): number {
  const { backoff } = job?.opts ?? {};
  return Math.round(deliveryWaitMs(made, (typeof backoff === 'object' ? backoff.delay : backoff) ?? 0));
}

/**
 * The outcome of the edit that a delivery waited for. An edit that was removed while it waited has none.
 */
async function outcomeOf(job: BullJob, log: Logger): Promise<Outcome> {
  const [value] = Object.values((await job.getChildrenValues()) ?? {});
  try {
    if (value !== undefined) return read(result, value);
  } catch (err) {
    // Of another version: a retry would read the same, and nothing would ever be delivered.
    log.error({ err, jobId: job.id }, 'a result cannot be read: it counts as failed');
    return { outcome: 'failed', reason: (err as Error).message };
  }
  const [reason] = Object.values((await job.getIgnoredChildrenFailures()) ?? {});
  return reason === undefined ? { outcome: 'cancelled' } : { outcome: 'failed', reason: String(reason) };
}
