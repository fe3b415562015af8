import type { Logger } from '../log.ts';
import { openBackend, ping, type Queues } from './backend.ts';
import { openCancelling } from './cancel.ts';
import { progress, queuesOf } from './contracts.ts';
import { startDeliverWorker } from './deliver-worker.ts';
import { startEditWorker } from './edit-worker.ts';
import { findApplication, holdBotLease } from './leases.ts';
import { openOrders } from './orders.ts';
import type { EditQueue, ProgressListener } from './types.ts';
import { within } from './within.ts';

export interface QueueOptions {
  /**
   * The Discord application whose queues these are; undefined: of the one bot that uses the backend, which is
   * waited for.
   */
  readonly application: string | undefined;
  /** `redis://`, `rediss://` or `postgres://`; undefined: PostgreSQL embedded in `dataDir`. */
  readonly url: string | undefined;
  /** Folder of the embedded database and of artifacts that are files. */
  readonly dataDir: string;
  /** Jobs of everybody that may wait or run at once. */
  readonly limit: number;
  /**
   * How long pictures of pending edits are kept, and those of delivered ones; the latter by default a week.
   */
  readonly artifactHours: number;
  readonly pictureHours?: number;
  readonly log: Logger;
  /** How long a process may be silent before its jobs are given to another; default 15 s. */
  readonly lockMs?: number;
  /** A job without progress for this long hangs; default 10 min. */
  readonly deadlineMs?: number;
  /** How long an edit may take to stop once it is cancelled, before its process is ended; default 10 s. */
  readonly stopMs?: number;
  /** First wait before a fault is tried again; default 2 s. */
  readonly retryMs?: number;
  /** The module that processes run which work on edits; by default the one of this package. */
  readonly childFile?: URL;
}

const LOCK_MS = 15_000;
/** Far longer than a step, or loading a pack, takes on a slow machine. */
const DEADLINE_MS = 10 * 60_000;
const GRACE_MS = 20_000;
/** An unreachable backend does not keep a process from ending. */
const CLOSE_MS = 5_000;
/** A second bot waits for the lease of one that died; its members wait with it. */
const LEASES_PER_LOCK = 3;
const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;

/**
 * Opens this process's one connection to the queue. Throws `UserError('unreachable')` when the backend does
 * not answer, and `UserError('in-use')` when another process has the embedded one.
 */
export async function openQueue(options: QueueOptions): Promise<EditQueue> {
  const { url, dataDir, artifactHours, limit, log, retryMs, stopMs, childFile } = options;
  const { lockMs = LOCK_MS, deadlineMs = DEADLINE_MS } = options;
  const backend = await openQueues(options);
  const orders = openOrders(backend, { limit, retryMs });
  const onError = (err: Error) => log.debug({ err }, 'the queue had trouble');
  const cancelling = openCancelling(backend, orders.edits, onError);
  const settings = {
    QUEUE_URL: url ?? '',
    DATA_DIR: dataDir,
    ARTIFACT_HOURS: String(artifactHours),
    LOG_LEVEL: log.level,
    // Processes that run models on untrusted pictures get neither the bot's token nor the hub's.
    DISCORD_TOKEN: '',
    HF_TOKEN: '',
  };
  const workers: { close(graceMs: number): Promise<void> }[] = [];
  const listeners = new Set<ProgressListener>();
  let events: { close(): Promise<void> } | undefined;
  let editing: Awaited<ReturnType<typeof startEditWorker>> | undefined;
  let letGo = async () => {};

  function listen() {
    const heard = new backend.classes.QueueEvents(backend.names.edit, backend.base);
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
    position: orders.position,
    isDelivering: orders.isDelivering,
    progress: orders.progress,
    cancel: jobId => cancelling.cancel(jobId).finally(orders.renew),
    onProgress(listener) {
      events ??= listen();
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async workEdits({ concurrency = 1, settings: own = {} } = {}) {
      const all = { ...settings, ...own };
      const started = { concurrency, settings: all, lockMs, deadlineMs, stopMs, childFile, log };
      editing = await startEditWorker(backend, started);
      workers.push(editing);
    },
    async workDeliveries(handler) {
      workers.push(await startDeliverWorker(backend, handler, { lockMs, log }));
    },
    activity: () => editing?.activity(),
    async holdLease(onLost) {
      letGo = await holdBotLease(backend.leases, backend.application, {
        ms: lockMs / LEASES_PER_LOCK,
        onLost,
      });
    },
    ping: () => ping(backend),
    async close({ graceMs = GRACE_MS } = {}) {
      await Promise.all(workers.map(worker => worker.close(graceMs)));
      const closed = Promise.all([events?.close(), cancelling.close(), orders.close(), letGo()]);
      if (!(await within(closed, CLOSE_MS))) log.warn('the queue does not answer; leaving it all the same');
      await backend.close();
    },
  };
}

/** The backend, and the queues in it of one application. */
async function openQueues({
  application,
  url,
  dataDir,
  artifactHours,
  pictureHours = WEEK_HOURS,
  log,
}: QueueOptions): Promise<Queues & { readonly application: string }> {
  const backend = await openBackend(url, {
    dataDir,
    artifactTtlMs: artifactHours * HOUR_MS,
    pictureTtlMs: pictureHours * HOUR_MS,
    log,
  });
  try {
    const one = application ?? (await findApplication(backend.leases, log));
    return { ...backend, application: one, names: queuesOf(one) };
  } catch (error) {
    await backend.close();
    throw error;
  }
}
