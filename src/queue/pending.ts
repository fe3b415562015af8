import type { Queue } from 'bullmq';
import { type Job, job as jobSchema } from './contracts.ts';
import type { Ahead } from './eta.ts';

/** A job that waits or runs. */
export interface PendingJob extends Ahead {
  readonly id: string;
  readonly userId: string;
  readonly priority: number;
}

/** The states in which a job still takes a place in the queue, in the order in which they are served. */
const STATES = ['active', 'waiting', 'prioritized', 'delayed'] as const;

type AnyQueue = Pick<Queue, 'getRanges' | 'getJob'>;

/**
 * The jobs that wait or run, in the order in which they are served. What they say of themselves never changes, so it is
 * read once for each job; asking again costs one listing of ids, of which there are no more than the admission cap lets
 * in.
 */
export function pendingReader(queue: AnyQueue) {
  let known = new Map<string, Omit<PendingJob, 'activeMs'>>();
  return async (): Promise<PendingJob[]> => {
    const [active, ...rest] = await Promise.all(STATES.map(state => queue.getRanges([state], 0, -1, true)));
    const started = new Map(
      await Promise.all(active.map(async id => [id, (await queue.getJob(id))?.processedOn] as const)),
    );
    const ids = [...new Set([...active, ...rest.flat()])];
    const found = await Promise.all(ids.map(async id => known.get(id) ?? (await read(queue, id))));
    const pending = found.filter(job => job !== undefined);
    known = new Map(pending.map(job => [job.id, job]));
    const now = Date.now();
    const running = pending
      .filter(({ id }) => started.has(id))
      .map(job => ({ ...job, activeMs: now - (started.get(job.id) ?? now) }));
    const waiting = pending.filter(({ id }) => !started.has(id)).toSorted((a, b) => a.priority - b.priority);
    return [...running, ...waiting];
  };
}

async function read(queue: AnyQueue, id: string): Promise<Omit<PendingJob, 'activeMs'> | undefined> {
  const job = await queue.getJob(id);
  if (job === undefined) return undefined;
  const data: Job = jobSchema.parse(job.data);
  return { id, userId: data.by.userId, priority: job.opts.priority ?? 0, work: data };
}
