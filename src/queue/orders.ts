import { UserError } from '../errors.ts';
import type { Queues } from './backend.ts';
import type { PendingJob } from './backlog.ts';
import { type Job, jobIdOf, job as jobSchema, type Progress, progress } from './contracts.ts';
import { flowOf } from './flow.ts';
import { inBatches } from './in-batches.ts';
import { openPositions } from './positions.ts';
import type { Order, Position } from './types.ts';

export interface OrderOptions {
  /** Jobs of everybody that may wait or run at once. */
  readonly limit: number;
  /** First wait before a fault is tried again, in ms. */
  readonly retryMs?: number | undefined;
}

type Added = Position & { readonly jobId: string };

/** States of a delivery: all in which it is remembered. */
const EVERY = ['waiting-children', 'waiting', 'delayed', 'active', 'completed', 'failed'] as const;

/** Ids remembered; more than any backend keeps of finished deliveries. */
const MOST_IDS = 20_000;

/** Adds requests and reports their positions. */
export function openOrders({ classes, base, names }: Queues, { limit, retryMs }: OrderOptions) {
  const edits = new classes.Queue(names.edit, base);
  const deliveries = new classes.Queue(names.deliver, base);
  const flows = new classes.FlowProducer(base);
  edits.on('error', silent);
  deliveries.on('error', silent);
  flows.on('error', silent);
  const positions = openPositions(edits, deliveries);
  let known: Promise<Set<string>> | undefined;

  /**
   * Ids that were added before. One process adds, so it reads them once. They are those of deliveries: BullMQ
   * itself would begin an edit anew that was cancelled, and so removed.
   */
  async function knownIds(): Promise<Set<string>> {
    known ??= deliveries.getRanges([...EVERY], 0, -1).then(ids => new Set(ids));
    known.catch(() => {
      known = undefined;
    });
    return known;
  }

  /**
   * Adds what came together as one batch: each counts those before it, for the cap and for fair scheduling.
   */
  async function addAll(orders: readonly Order[]): Promise<PromiseSettledResult<Added>[]> {
    const ids = await knownIds();
    const samples = await positions.samples();
    const taken = await positions.exclusively(async backlog => {
      const flowsToAdd: ReturnType<typeof flowOf>[] = [];
      const take = ({ interactionId, ...order }: Order): (() => Promise<Added>) => {
        const job: Job = jobSchema.parse(order);
        const id = jobIdOf(interactionId);
        if (ids.has(id)) return async () => ({ jobId: id, ...(await positions.position(id)) });
        const { userId } = job.by;
        const own: PendingJob = { id, userId, priority: backlog.priorityFor(userId), work: job };
        if (backlog.count() >= limit) throw busy(backlog.count(), backlog.etaOf(own, samples));
        backlog.add(own);
        positions.remember(own);
        ids.add(id);
        flowsToAdd.push(flowOf(id, job, { names, priority: own.priority, retryMs }));
        const position = backlog.positionOf(id, samples);
        return async () => ({ jobId: id, ...(position ?? (await positions.position(id))) });
      };
      const all = await Promise.allSettled(orders.map(async order => take(order)));
      if (flowsToAdd.length > 0) {
        await flows.addBulk(flowsToAdd).catch(error => {
          for (const { opts } of flowsToAdd) ids.delete(opts.jobId);
          throw error;
        });
      }
      return all;
    }, limit - orders.length);
    forget(ids);
    return Promise.allSettled(
      taken.map(one => (one.status === 'fulfilled' ? one.value() : Promise.reject(one.reason))),
    );
  }

  return {
    edits,
    position: positions.position,
    renew: positions.renew,
    add: inBatches(addAll),
    async isDelivering(jobId: string): Promise<boolean> {
      const state = await deliveries.getJobState(jobId);
      return state !== 'completed' && state !== 'failed' && state !== 'unknown';
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

/** Drops the oldest ids: Discord repeats an interaction within minutes, or never. */
function forget(ids: Set<string>): void {
  for (const id of ids) {
    if (ids.size <= MOST_IDS) return;
    ids.delete(id);
  }
}

/** The backend logs an outage once; without a listener each of BullMQ's objects would at every attempt. */
const silent = (): void => {};

function busy(pending: number, etaMs: number | undefined): UserError {
  const when = etaMs === undefined ? 'later' : `in ${Math.max(1, Math.ceil(etaMs / 60_000))} min`;
  return new UserError('busy', `${pending} edits are waiting already: try again ${when}.`);
}
