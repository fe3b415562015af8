import type { Queue, QueueEventsListener } from 'bullmq';
import type { Queues } from './backend.ts';

interface ControlListener extends QueueEventsListener {
  cancel: (event: { jobId: string }) => void;
}

/** The part of BullMQ's worker that cancelling needs. */
interface Cancellable {
  cancelJob(jobId: string, reason: string): boolean;
  on(event: 'progress', listener: (job: { id?: string | undefined }) => void): unknown;
}

/** Why a running edit is to stop: `cancel` ends it, `hand back` leaves it to another worker. */
export const STOP = { cancel: 'cancel', handBack: 'hand back' } as const;

/** Cancels jobs, wherever they wait or run. */
export function openCancelling(
  { classes, base, names }: Queues,
  edits: Pick<Queue, 'getJob'>,
  onError: (err: Error) => void,
) {
  const producer = new classes.QueueEventsProducer(names.control, base);
  producer.on('error', onError);
  return {
    async cancel(jobId: string): Promise<boolean> {
      const job = await edits.getJob(jobId);
      if (job === undefined || (await job.isCompleted()) || (await job.isFailed())) return false;
      try {
        // Its delivery, which waits for it alone, goes out at once, without a result.
        await job.remove();
      } catch (error) {
        if (!(await job.isActive())) throw error;
        // Kept with the job too: should its worker die, the next one must not begin again.
        await job.updateData({ ...job.data, cancelled: true });
        await producer.publishEvent({ eventName: 'cancel', jobId });
      }
      return true;
    },
    close: () => producer.close(),
  };
}

/** How long a request to cancel may come before this worker knows that it has the job. */
const REMEMBER_MS = 60_000;

/** Lets requests to cancel reach a worker's jobs. Returns how to stop listening. */
export async function listenForCancels(
  { classes, base, names }: Queues,
  worker: Cancellable,
  onError: (err: Error) => void,
  onCancel: (jobId: string) => void,
) {
  const events = new classes.QueueEvents(names.control, base);
  const asked = new Set<string>();
  const cancel = (jobId: string) => {
    onCancel(jobId);
    worker.cancelJob(jobId, STOP.cancel);
  };
  events.on('error', onError);
  events.on<ControlListener, 'cancel'>('cancel', ({ jobId }) => {
    asked.add(jobId);
    setTimeout(() => asked.delete(jobId), REMEMBER_MS).unref();
    cancel(jobId);
  });
  worker.on('progress', ({ id }) => {
    if (id !== undefined && asked.has(id)) cancel(id);
  });
  await events.waitUntilReady();
  return () => events.close();
}
