/** BullMQ's largest priority number; smaller ones come first. */
const LAST = 2_097_151;

/** A job that waits or runs. */
export interface PrioritisedJob {
  readonly userId: string;
  readonly priority: number;
}

/**
 * Priority numbers by start-time fair queueing (Goyal, Vin and Cheng, 1996) with a job as the unit of work.
 * Each job of a user comes one round after that user's last, and nobody's first comes before the round that
 * is being served: so users take turns however many jobs each has, and no job waits for ever. Numbers begin
 * again at 1 when the queue has run empty.
 * @param pending all jobs that wait or run
 */
export function roundsOf(pending: Iterable<PrioritisedJob>) {
  let served: number | undefined;
  const last = new Map<string, number>();
  const add = ({ userId, priority }: PrioritisedJob): void => {
    served = Math.min(served ?? LAST, priority);
    last.set(userId, Math.max(last.get(userId) ?? 0, priority));
  };
  for (const job of pending) add(job);
  return {
    add,
    /** The priority number of a user's next job. */
    next: (userId: string): number => Math.min(LAST, Math.max(1, served ?? 1, (last.get(userId) ?? 0) + 1)),
  };
}
