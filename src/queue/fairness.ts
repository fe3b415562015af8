/** BullMQ's largest priority number; smaller ones come first. */
const LAST = 2_097_151;

/** A job that waits or runs. */
export interface Turn {
  readonly userId: string;
  readonly priority: number;
}

/**
 * The priority number of a user's next job: start-time fair queueing (Goyal, Vin and Cheng, 1996) with a job as the unit
 * of work. Each job of a user comes one round after that user's last, and nobody's first comes before the round that is
 * being served: so users take turns however many jobs each has, and no job waits for ever. Numbers begin again at 1 when
 * the queue has run empty.
 * @param pending all jobs that wait or run; at most the admission cap, which bounds the cost
 */
export function fairPriority(pending: readonly Turn[], userId: string): number {
  const round = pending.reduce((lowest, { priority }) => Math.min(lowest, priority), LAST);
  const own = pending.filter(turn => turn.userId === userId).map(turn => turn.priority);
  const next = Math.max(0, ...own) + 1;
  const first = pending.length === 0 ? 1 : Math.max(1, round);
  return Math.min(LAST, Math.max(first, next));
}
