import type { Logger } from '../log.ts';
import type { Progress } from './contracts.ts';

interface Seen {
  readonly id?: string | undefined;
}

/** The part of BullMQ's worker that watching needs. */
interface Watched {
  on(
    event: 'active' | 'completed' | 'failed' | 'progress',
    listener: (job?: Seen, detail?: unknown) => void,
  ): unknown;
}

export interface WatchOptions {
  /** A job without progress for so long hangs. */
  readonly deadlineMs: number;
  /** How long a cancelled job may take to end. */
  readonly cancelMs: number;
  /** Ids of the child processes that the worker has now, also of those that are still starting. */
  readonly children: () => readonly number[];
  readonly log: Logger;
}

/** Unix times in ms; undefined: never. */
export interface Activity {
  /** Jobs that run now. */
  readonly running: number;
  /** When one last began or ended. */
  readonly jobAt: number | undefined;
  readonly progressAt: number | undefined;
  /** The least recent progress of the running jobs. */
  readonly quietSince: number | undefined;
  readonly deadlineMs: number;
}

interface Running {
  /** Of the child that works on it, once it has reported. */
  pid?: number | undefined;
  timer: NodeJS.Timeout;
  cancelled: boolean;
  heardAt: number;
}

/**
 * Kills child processes that hang. Nothing else would notice, as this process goes on renewing the job's
 * lock. The job loses one attempt and is restarted, or, cancelled, ends.
 */
export function watchJobs(worker: Watched, { deadlineMs, cancelMs, children, log }: WatchOptions) {
  const running = new Map<string, Running>();
  let jobAt: number | undefined;
  let progressAt: number | undefined;

  function end(id: string): void {
    const job = running.get(id);
    if (job === undefined) return;
    const alive = children();
    const others = new Set([...running.values()].filter(other => other !== job).map(({ pid }) => pid));
    // A child that has not reported yet is one of those without a job.
    const pids = alive.filter(pid => (job.pid === undefined ? !others.has(pid) : pid === job.pid));
    // Its process is gone, and so is this worker's lock on the job: the worker that has it now watches it.
    if (job.pid !== undefined && pids.length === 0) {
      forget({ id });
      return;
    }
    log.error(
      { jobId: id, pids, cancelled: job.cancelled },
      'an edit says nothing any more: its process is ended',
    );
    for (const pid of pids) kill(pid);
    // Repeated until the job ends: a child that was only just starting may hang too.
    job.timer = after(id, cancelMs);
  }

  const after = (id: string, ms: number) => setTimeout(end, ms, id).unref();
  const forget = (job?: Seen) => {
    const id = job?.id ?? '';
    clearTimeout(running.get(id)?.timer);
    running.delete(id);
  };

  worker.on('active', job => {
    forget(job);
    jobAt = Date.now();
    if (job?.id === undefined) return;
    running.set(job.id, { timer: after(job.id, deadlineMs), cancelled: false, heardAt: jobAt });
  });
  worker.on('progress', (job, detail) => {
    const entry = running.get(job?.id ?? '');
    if (entry === undefined || job?.id === undefined) return;
    progressAt = Date.now();
    entry.heardAt = progressAt;
    entry.pid = (detail as Progress | undefined)?.pid ?? entry.pid;
    if (entry.cancelled) return;
    clearTimeout(entry.timer);
    entry.timer = after(job.id, deadlineMs);
  });
  const ended = (job?: Seen) => {
    jobAt = Date.now();
    forget(job);
  };
  worker.on('completed', ended);
  worker.on('failed', ended);

  return {
    /** The job was cancelled. */
    cancelled(id: string): void {
      const entry = running.get(id);
      if (entry === undefined || entry.cancelled) return;
      clearTimeout(entry.timer);
      Object.assign(entry, { cancelled: true, timer: after(id, cancelMs) });
    },
    activity(): Activity {
      const heard = [...running.values()].map(({ heardAt }) => heardAt);
      const quietSince = heard.length === 0 ? undefined : Math.min(...heard);
      return { running: running.size, jobAt, progressAt, quietSince, deadlineMs };
    },
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
