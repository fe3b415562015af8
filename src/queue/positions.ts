import type { Queue } from 'bullmq';
import { makeMutex } from '../mutex.ts';
import { type Backlog, backlogOf } from './backlog.ts';
import { result } from './contracts.ts';
import { etaMs, type Sample, samplesOf } from './eta.ts';
import { pendingReader, STATES } from './pending.ts';
import type { Position } from './types.ts';

/** Finished jobs that are sampled, and for how long the samples hold. */
const SAMPLES = 20;
const SAMPLES_MS = 5_000;

/**
 * Listing the queue takes at most this fraction of the time (1 / n): more frequent questions are answered
 * from the last listing.
 */
const LISTING_SHARE = 20;

/** States of a job that waits. */
const LINED_UP: ReadonlySet<string> = new Set(['waiting', 'prioritized', 'delayed']);

type AnyQueue = Pick<Queue, 'getRanges' | 'getJob' | 'getJobs' | 'getJobState' | 'getJobCountByTypes'>;

/**
 * Reports the positions of jobs and estimates their times, from finished jobs, which the backend keeps over a
 * restart.
 */
export function openPositions(edits: AnyQueue, deliveries: Pick<Queue, 'getJob'>) {
  const pending = pendingReader(edits);
  const samples = cached(SAMPLES_MS, () => readSamples(edits));
  const mutex = makeMutex();
  let last: { readonly backlog: Backlog; readonly until: number } | undefined;

  async function current(most: number): Promise<Backlog> {
    const start = performance.now();
    if (last !== undefined && start < last.until && last.backlog.count() <= most) return last.backlog;
    const backlog = backlogOf(await pending.list());
    const end = performance.now();
    last = { backlog, until: end + (LISTING_SHARE - 1) * (end - start) };
    return backlog;
  }

  /**
   * Works on the backlog: nothing else lists it, or adds to it, meanwhile. It is listed anew where more than
   * `most` jobs wait.
   */
  const exclusively = <T>(work: (backlog: Backlog) => Promise<T>, most = Number.POSITIVE_INFINITY) =>
    mutex.run(async () => {
      try {
        return await work(await current(most));
      } catch (error) {
        last = undefined;
        throw error;
      }
    });

  async function position(jobId: string): Promise<Position> {
    const state = await edits.getJobState(jobId);
    if (LINED_UP.has(state)) {
      const find = () => exclusively(async backlog => backlog.positionOf(jobId, await samples()));
      const found = await find();
      if (found !== undefined) return found;
      // Newer than the listing, and not of this process.
      renew();
      const renewed = await find();
      if (renewed !== undefined) return renewed;
    }
    const others = { ahead: 0, pending: await edits.getJobCountByTypes(...STATES), etaMs: undefined };
    const own = state === 'active' ? await pending.running(jobId) : undefined;
    if (own !== undefined) {
      const eta = etaMs(own, { workMs: 0, workers: 1 }, await samples());
      return { state: 'active', ...others, etaMs: eta };
    }
    // The delivery outlives a cancelled edit.
    const known = state !== 'unknown' || (await deliveries.getJob(jobId)) !== undefined;
    return { state: known ? 'finished' : 'gone', ...others };
  }

  /** To be called after a job was removed: the next question is answered from a new listing. */
  const renew = (): void => {
    last = undefined;
  };

  return { remember: pending.remember, samples, exclusively, position, renew };
}

async function readSamples(edits: Pick<Queue, 'getJobs'>): Promise<Sample[]> {
  const jobs = await edits.getJobs(['completed'], 0, SAMPLES - 1, false);
  return jobs.flatMap(({ returnvalue }) => {
    const parsed = result.safeParse(returnvalue);
    return parsed.success ? samplesOf(parsed.data) : [];
  });
}

/** The last result of `read`, refreshed in the background every `ms`: only the first caller waits. */
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
        // The backend is unreachable: the last result has to do.
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
