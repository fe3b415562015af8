import type { Logger } from '../log.ts';
import { openBackend, ping } from './backend.ts';
import { openCancelling } from './cancel.ts';
import { progress, QUEUES } from './contracts.ts';
import { startDeliverWorker } from './deliver-worker.ts';
import { startEditWorker } from './edit-worker.ts';
import { openOrders } from './orders.ts';
import type { EditQueue, ProgressListener } from './types.ts';
import { within } from './within.ts';

export interface QueueOptions {
  /** `redis://`, `rediss://` or `postgres://`; undefined: PostgreSQL embedded in `dataDir`. */
  readonly url: string | undefined;
  /** Folder of the embedded database and of artifacts that are files. */
  readonly dataDir: string;
  /** Jobs of everybody that may wait or run at once. */
  readonly limit: number;
  /** How long pictures on their way are kept, and those of edits that were told; the latter by default a week. */
  readonly artifactHours: number;
  readonly pictureHours?: number;
  readonly log: Logger;
  /** How long a process may be silent before its jobs are given to another; default 15 s. */
  readonly lockMs?: number;
  /** A job without progress for this long hangs; default 10 min. */
  readonly deadlineMs?: number;
  /** First wait before a fault is tried again; default 2 s. */
  readonly retryMs?: number;
}

const LOCK_MS = 15_000;
/** Far longer than a step, or loading a pack, takes on a slow machine. */
const DEADLINE_MS = 10 * 60_000;
const GRACE_MS = 20_000;
/** A store that is away does not keep a process from ending. */
const CLOSE_MS = 5_000;
const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;

/**
 * Opens this process's one connection to the queue. Throws `UserError('unreachable')` when the store does not answer,
 * and `UserError('in-use')` when another process has the embedded one.
 */
export async function openQueue(options: QueueOptions): Promise<EditQueue> {
  const {
    url,
    dataDir,
    artifactHours,
    pictureHours = WEEK_HOURS,
    limit,
    log,
    lockMs = LOCK_MS,
    deadlineMs = DEADLINE_MS,
    retryMs,
  } = options;
  const backend = await openBackend(url, {
    dataDir,
    artifactTtlMs: artifactHours * HOUR_MS,
    pictureTtlMs: pictureHours * HOUR_MS,
    log,
  });
  const orders = openOrders(backend, { limit, retryMs });
  const onError = (err: Error) => log.debug({ err }, 'the queue had trouble');
  const cancelling = openCancelling(backend, orders.edits, onError);
  const settings = {
    QUEUE_URL: url ?? '',
    DATA_DIR: dataDir,
    ARTIFACT_HOURS: String(artifactHours),
    LOG_LEVEL: log.level,
    // Whoever runs models on strangers' pictures need not know the bot's secret, nor the hub's.
    DISCORD_TOKEN: '',
    HF_TOKEN: '',
  };
  const workers: { close(graceMs: number): Promise<void> }[] = [];
  const listeners = new Set<ProgressListener>();
  let events: { close(): Promise<void> } | undefined;

  function listen() {
    const heard = new backend.classes.QueueEvents(QUEUES.edit, backend.base);
    heard.on('error', onError);
    heard.on('progress', ({ jobId, data }) => {
      const parsed = progress.safeParse(data);
      if (parsed.success) for (const listener of listeners) listener(jobId, parsed.data);
    });
    return heard;
  }

  return {
    artifacts: backend.artifacts,
    sql: backend.sql,
    add: orders.add,
    place: orders.place,
    isDelivering: orders.isDelivering,
    progress: orders.progress,
    cancel: cancelling.cancel,
    onProgress(listener) {
      events ??= listen();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async workEdits({ concurrency = 1, settings: own = {} } = {}) {
      const all = { ...settings, ...own };
      workers.push(await startEditWorker(backend, { concurrency, settings: all, lockMs, deadlineMs, log }));
    },
    async workDeliveries(handler) {
      workers.push(await startDeliverWorker(backend, handler, { lockMs, log }));
    },
    ping: () => ping(backend),
    async close({ graceMs = GRACE_MS } = {}) {
      await Promise.all(workers.map(worker => worker.close(graceMs)));
      const closed = Promise.all([events?.close(), cancelling.close(), orders.close()]);
      if (!(await within(closed, CLOSE_MS))) log.warn('the queue does not answer; leaving it all the same');
      await backend.close();
    },
  };
}
