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
  /** A job that says nothing for so long hangs. */
  readonly deadlineMs: number;
  /** So long a job may take to end once it is cancelled. */
  readonly cancelMs: number;
  /** Ids of the child processes that the worker has now. */
  readonly children: () => readonly number[];
  readonly log: Logger;
}

interface Running {
  /** Of the child that works on it, once it has said so. */
  pid?: number | undefined;
  timer: NodeJS.Timeout;
  cancelled: boolean;
}

/**
 * Ends child processes that hang: stopped, or waiting for what never comes. Nothing else would notice, as this process goes
 * on renewing its hold on the job. The job loses one attempt and is begun again, or, cancelled, ends.
 */
export function watchJobs(worker: Watched, { deadlineMs, cancelMs, children, log }: WatchOptions) {
  const running = new Map<string, Running>();

  function end(id: string): void {
    const job = running.get(id);
    if (job === undefined) return;
    const others = new Set([...running.values()].filter(other => other !== job).map(({ pid }) => pid));
    // A child that never said that it had the job is one of those that nobody else has.
    const pids = job.pid === undefined ? children().filter(pid => !others.has(pid)) : [job.pid];
    log.error(
      { jobId: id, pids, cancelled: job.cancelled },
      'an edit says nothing any more: its process is ended',
    );
    for (const pid of pids) kill(pid);
  }

  const after = (id: string, ms: number) => setTimeout(end, ms, id).unref();
  const forget = (job?: Seen) => {
    const id = job?.id ?? '';
    clearTimeout(running.get(id)?.timer);
    running.delete(id);
  };

  worker.on('active', job => {
    forget(job);
    if (job?.id !== undefined) running.set(job.id, { timer: after(job.id, deadlineMs), cancelled: false });
  });
  worker.on('progress', (job, detail) => {
    const entry = running.get(job?.id ?? '');
    if (entry === undefined || job?.id === undefined) return;
    entry.pid = (detail as Progress | undefined)?.pid ?? entry.pid;
    if (entry.cancelled) return;
    clearTimeout(entry.timer);
    entry.timer = after(job.id, deadlineMs);
  });
  worker.on('completed', forget);
  worker.on('failed', forget);

  return {
    /** The job was told to end. */
    cancelled(id: string): void {
      const entry = running.get(id);
      if (entry === undefined || entry.cancelled) return;
      clearTimeout(entry.timer);
      Object.assign(entry, { cancelled: true, timer: after(id, cancelMs) });
    },
    /** How many jobs run now. */
    count: (): number => running.size,
  };
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It ended by itself meanwhile.
  }
}
