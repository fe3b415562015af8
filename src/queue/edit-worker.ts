import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { environmentWith } from '../config.ts';
import type { Logger } from '../log.ts';
import type { Queues } from './backend.ts';
import { listenForCancels, STOP } from './cancel.ts';
import { watchChildren } from './children.ts';
import { watchJobs } from './watch-jobs.ts';
import { within } from './within.ts';

export interface EditWorkerOptions {
  readonly concurrency: number;
  /** Environment of the child processes beside this process's own. */
  readonly settings: Readonly<Record<string, string>>;
  /** A worker that has not renewed its hold on a job for this long has died. */
  readonly lockMs: number;
  /** A job without progress for this long hangs, and its process is ended. */
  readonly deadlineMs: number;
  /** How long an edit may take to notice that it is to stop; by default 10 s. */
  readonly stopMs?: number | undefined;
  /** The module that the children run; this package's own when absent. */
  readonly childFile?: URL | undefined;
  readonly log: Logger;
}

/** A job whose worker dies this often fails. */
const MAX_STALLS = 3;
/** A step of a large pack on a slow machine. */
const STOP_MS = 10_000;

/** Workers of this process: the children of each have a title of their own, which identifies them. */
let workers = 0;

/**
 * Works on edits in child processes, as many as edits at once: ONNX Runtime blocks the event loop of the
 * process it runs in, and this one has locks to renew. A child loads its pack once and keeps it; its death
 * costs its job one attempt.
 */
export async function startEditWorker(backend: Queues, options: EditWorkerOptions) {
  const {
    concurrency,
    settings,
    lockMs,
    deadlineMs,
    stopMs = STOP_MS,
    childFile = ownChildFile(),
    log,
  } = options;
  // The backend logs an outage once; this would at every attempt.
  const onError = (err: Error) => log.debug({ err }, 'the edit worker had trouble with the queue');
  const title = `--title=inlay-edits-${++workers}`;
  const children = watchChildren(title);
  const worker = new backend.classes.Worker(backend.names.edit, childFile, {
    ...backend.base,
    concurrency,
    lockDuration: lockMs,
    stalledInterval: lockMs,
    maxStalledCount: MAX_STALLS,
    workerForkOptions: { env: environmentWith(settings), execArgv: [title, ...argumentsFor(childFile)] },
  });
  worker.on('error', onError);
  worker.on('active', ({ id, name, data }) => log.info({ jobId: id, kind: name, by: data.by }, 'job begun'));
  worker.on('completed', ({ id, processedOn = 0 }, result) =>
    log.info({ jobId: id, outcome: result?.outcome, ms: Date.now() - processedOn }, 'job done'),
  );
  worker.on('failed', (job, err) =>
    log.error({ jobId: job?.id, attempt: job?.attemptsMade, of: job?.opts.attempts, err }, 'job failed'),
  );
  worker.on('stalled', jobId => log.warn({ jobId }, 'the worker of a job has died: it is begun again'));
  const watch = watchJobs(worker as never, { deadlineMs, cancelMs: stopMs, children: children.pids, log });
  const stopListening = await listenForCancels(backend, worker, onError, watch.cancelled);
  await worker.waitUntilReady();
  return {
    activity: watch.activity,
    async close(graceMs: number): Promise<void> {
      const closed = worker.close();
      if (!(await within(closed, graceMs))) {
        worker.cancelAllJobs(STOP.handBack);
        if (!(await within(closed, stopMs)))
          log.warn('an edit does not stop: it is begun again when its hold runs out');
      }
      await within(stopListening(), stopMs);
      children.stop();
    },
  };
}

/** The module beside this one: source in a checkout, compiled in a package. */
function ownChildFile(): URL {
  const extension = import.meta.url.slice(-3);
  return new URL(`./edit-child${extension}`, import.meta.url);
}

function argumentsFor({ href }: URL): string[] {
  if (!href.endsWith('.ts')) return [];
  return ['--import', pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href];
}
