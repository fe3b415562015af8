import { type Ahead, etaMs, remaining, type Sample } from './eta.ts';
import { roundsOf } from './fairness.ts';
import type { Position } from './types.ts';

/** A job that waits or runs. */
export interface PendingJob extends Ahead {
  readonly id: string;
  readonly userId: string;
  readonly priority: number;
}

/**
 * What waits and runs: as one listing found it, and what was added since. After the listing, a question costs
 * no more where ten thousand wait than where one does.
 * @param listed in the order in which they are served, those that run first
 */
export function backlogOf(listed: readonly PendingJob[]) {
  const running = listed.filter(({ activeMs }) => activeMs !== undefined).length;
  const indexes = new Map(listed.map(({ id }, index) => [id, index]));
  const rounds = roundsOf(listed);
  const added: PendingJob[] = [];
  let sums: { readonly of: readonly Sample[]; readonly ms: readonly number[] } | undefined;

  /** Milliseconds that the first so many of the listing take, for each number of them. */
  function sumsFor(samples: readonly Sample[]): readonly number[] {
    if (sums?.of !== samples) {
      const ms = [0];
      const left = remaining(samples);
      for (const job of listed) ms.push(ms[ms.length - 1] + (left(job) ?? 0));
      sums = { of: samples, ms };
    }
    return sums.ms;
  }

  /** How many of the listing are served before what is added with a priority. */
  function before(priority: number): number {
    let [low, high] = [running, listed.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (listed[middle].priority <= priority) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  function waiting(
    job: PendingJob,
    ahead: { readonly listed: number; readonly added: readonly PendingJob[] },
    samples: readonly Sample[],
  ): Position {
    const left = remaining(samples);
    const later = ahead.added.reduce((ms, other) => ms + (left(other) ?? 0), 0);
    const workMs = sumsFor(samples)[ahead.listed] + later;
    return {
      state: 'waiting',
      ahead: ahead.listed + ahead.added.length,
      pending: listed.length + added.length,
      etaMs: etaMs(job, { workMs, workers: Math.min(running, ahead.listed) }, samples),
    };
  }

  return {
    count: (): number => listed.length + added.length,
    /** The priority number of a user's next job. */
    priorityFor: rounds.next,
    /** Takes a job in that is being added. */
    add(job: PendingJob): void {
      added.push(job);
      rounds.add(job);
    },
    /** When a job that is added now would be done. */
    etaOf: (job: PendingJob, samples: readonly Sample[]) =>
      waiting(job, { listed: listed.length, added }, samples).etaMs,
    /** The position of a job that waits; nothing where it is not known. */
    positionOf(id: string, samples: readonly Sample[]): Position | undefined {
      const index = indexes.get(id);
      if (index !== undefined) {
        const job = listed[index];
        const overtaking = added.filter(({ priority }) => priority < job.priority);
        return waiting(job, { listed: index, added: overtaking }, samples);
      }
      const own = added.findIndex(job => job.id === id);
      if (own < 0) return undefined;
      const job = added[own];
      const earlier = added.filter(
        ({ priority }, i) => priority < job.priority || (priority === job.priority && i < own),
      );
      return waiting(job, { listed: before(job.priority), added: earlier }, samples);
    },
  };
}
export type Backlog = ReturnType<typeof backlogOf>;
