import type { Queue } from 'bullmq';
import { result } from './contracts.ts';
import { etaMs, type Sample, samplesOf, type Work } from './eta.ts';
import { type PendingJob, pendingReader } from './pending.ts';
import type { Place } from './types.ts';

/** Finished jobs whose times are looked at, and for how long that holds. */
const SAMPLES = 20;
const SAMPLES_MS = 5_000;

type AnyQueue = Pick<Queue, 'getRanges' | 'getJob' | 'getJobs'>;

/** Says where jobs are, and how long they will take: from finished jobs, which the store keeps over a restart. */
export function openPlaces(edits: AnyQueue, deliveries: Pick<Queue, 'getJob'>) {
  const pending = pendingReader(edits);
  const samples = cached(SAMPLES_MS, () => readSamples(edits));

  async function waiting(work: Work, ahead: readonly PendingJob[], count: number): Promise<Place> {
    const eta = etaMs({ work }, ahead, await samples());
    return { state: 'waiting', ahead: ahead.length, pending: count, etaMs: eta };
  }

  return {
    pending,
    samples,
    /** The place of a job that waits, given those before it. */
    waiting,
    async place(jobId: string): Promise<Place> {
      const all = await pending.list();
      const index = all.findIndex(({ id }) => id === jobId);
      if (index < 0) {
        // The delivery outlives a cancelled edit.
        const known = (await edits.getJob(jobId)) ?? (await deliveries.getJob(jobId));
        return { state: known ? 'finished' : 'gone', ahead: 0, pending: all.length, etaMs: undefined };
      }
      const own = all[index];
      if (own.activeMs === undefined) return waiting(own.work, all.slice(0, index), all.length);
      return { state: 'active', ahead: 0, pending: all.length, etaMs: etaMs(own, [], await samples()) };
    },
  };
}

async function readSamples(edits: Pick<Queue, 'getJobs'>): Promise<Sample[]> {
  const jobs = await edits.getJobs(['completed'], 0, SAMPLES - 1, false);
  return jobs.flatMap(({ returnvalue }) => {
    const parsed = result.safeParse(returnvalue);
    return parsed.success ? samplesOf(parsed.data) : [];
  });
}

/** What `read` answered last, asked anew in the background every `ms`: only the first caller waits. */
function cached<T>(ms: number, read: () => Promise<T>): () => Promise<T> {
  let value: Promise<T> | undefined;
  let until = 0;
  return () => {
    if (value === undefined) value = read();
    else if (Date.now() > until) {
      read().then(
        fresh => {
          value = Promise.resolve(fresh);
        },
        // The store is away: what was known must do.
        () => {},
      );
    } else return value;
    until = Date.now() + ms;
    value.catch(() => {
      value = undefined;
    });
    return value;
  };
}
