import { UserError } from '../errors.ts';
import type { Backend } from './backend.ts';
import { jobIdOf, job as jobSchema, type Progress, progress, QUEUES } from './contracts.ts';
import { etaMs, type Sample, type Work } from './eta.ts';
import { fairPriority } from './fairness.ts';
import { flowOf } from './flow.ts';
import type { PendingJob } from './pending.ts';
import { openPlaces } from './places.ts';
import type { Order, Place } from './types.ts';

export interface OrderOptions {
  /** Jobs of everybody that may wait or run at once. */
  readonly limit: number;
  /** First wait before a fault is tried again, in ms. */
  readonly retryMs?: number | undefined;
}

/** Adds requests and says where they are. */
export function openOrders({ classes, base }: Backend, { limit, retryMs }: OrderOptions) {
  const edits = new classes.Queue(QUEUES.edit, base);
  const deliveries = new classes.Queue(QUEUES.deliver, base);
  const flows = new classes.FlowProducer(base);
  edits.on('error', silent);
  deliveries.on('error', silent);
  flows.on('error', silent);
  const places = openPlaces(edits, deliveries);
  let turn: Promise<unknown> = Promise.resolve();

  async function add({ interactionId, ...order }: Order): Promise<Place & { jobId: string }> {
    const job = jobSchema.parse(order);
    const jobId = jobIdOf(interactionId);
    // The delivery outlives a cancelled edit: it alone tells that a request was there before.
    if ((await deliveries.getJob(jobId)) !== undefined) return { jobId, ...(await places.place(jobId)) };
    const before = await places.pending();
    if (before.length >= limit) throw busy(before, job, await places.samples());
    const priority = fairPriority(before, job.by.userId);
    await flows.add(flowOf(jobId, job, priority, retryMs));
    const ahead = before.filter(other => other.activeMs !== undefined || other.priority <= priority);
    return { jobId, ...(await places.waiting(job, ahead, before.length + 1)) };
  }

  return {
    edits,
    place: places.place,
    /** One after the other: each sees those before it, for the cap and for fair turns. */
    add(order: Order) {
      const added = turn.then(() => add(order));
      turn = added.catch(() => {});
      return added;
    },
    async progress(jobId: string): Promise<Progress | undefined> {
      const parsed = progress.safeParse((await edits.getJob(jobId))?.progress);
      return parsed.success ? parsed.data : undefined;
    },
    async close() {
      await Promise.all([edits.close(), deliveries.close(), flows.close()]);
    },
  };
}

/** The store tells of outages, once; without a listener each of BullMQ's objects would, for every attempt. */
const silent = (): void => {};

function busy(pending: readonly PendingJob[], work: Work, samples: readonly Sample[]): UserError {
  const ms = etaMs({ work }, pending, samples);
  const when = ms === undefined ? 'later' : `in ${Math.max(1, Math.ceil(ms / 60_000))} min`;
  return new UserError('busy', `${pending.length} edits are waiting already: try again ${when}.`);
}
