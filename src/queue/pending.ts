import type { Queue } from 'bullmq';
import type { PendingJob } from './backlog.ts';
import { job as jobSchema } from './contracts.ts';
import type { Work } from './eta.ts';

/** The states of a pending job, in the order in which they are served. */
export const STATES = ['active', 'waiting', 'prioritized', 'delayed'] as const;

type AnyQueue = Pick<Queue, 'getRanges' | 'getJob'>;

/**
 * The jobs that wait or run, in the order in which they are served. Their data never changes, so it is read
 * once for each job; another call costs one listing of ids, at most as many as the admission cap.
 */
export function pendingReader(queue: AnyQueue) {
  let known = new Map<string, PendingJob>();
  let begun = new Map<string, number>();

  async function lookUp(id: string): Promise<PendingJob | undefined> {
    const job = known.get(id) ?? (await read(queue, id));
    if (job !== undefined) known.set(id, job);
    return job;
  }

  async function activeMs(id: string): Promise<number> {
    const start = begun.get(id) ?? (await queue.getJob(id))?.processedOn ?? Date.now();
    begun.set(id, start);
    return Date.now() - start;
  }

  async function runningOne(id: string): Promise<PendingJob | undefined> {
    const job = await lookUp(id);
    return job && { ...job, activeMs: await activeMs(id) };
  }

  return {
    /** A job that runs; nothing where there is none. */
    running: runningOne,
    /** Spares reading a job that was just added. */
    remember: (job: PendingJob): void => void known.set(job.id, job),
    async list(): Promise<PendingJob[]> {
      const [active, ...rest] = await Promise.all(STATES.map(state => queue.getRanges([state], 0, -1, true)));
      const idle = rest.flat().filter(id => !active.includes(id));
      const running = await Promise.all(active.map(runningOne));
      const waiting = await Promise.all([...new Set(idle)].map(lookUp));
      const inOrder = waiting.filter(job => job !== undefined).sort((a, b) => a.priority - b.priority);
      const ids = new Set([...active, ...idle]);
      known = new Map([...known].filter(([id]) => ids.has(id)));
      begun = new Map([...begun].filter(([id]) => active.includes(id)));
      return [...running.filter(job => job !== undefined), ...inOrder];
    },
  };
}

const UNKNOWN: Work = { kind: 'mask', base: { from: '' } };

async function read(queue: AnyQueue, id: string): Promise<PendingJob | undefined> {
  const job = await queue.getJob(id);
  if (job === undefined) return undefined;
  const { priority = 0 } = job.opts;
  const parsed = jobSchema.safeParse(job.data);
  // Of another version: it counts among the others, without a user.
  if (!parsed.success) return { id, userId: '', priority, work: UNKNOWN };
  return { id, userId: parsed.data.by.userId, priority, work: parsed.data };
}
