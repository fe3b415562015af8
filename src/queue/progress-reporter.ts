import { makeMutex } from '../mutex.ts';
import type { Progress } from './contracts.ts';

/** Steps are reported at most this often: each report is written to the queue. */
const STEP_MS = 250;

/** Keeps a job's snapshot and sends it when it changes, in order. */
export function progressReporter(editId: string, runs: number, send: (snapshot: Progress) => Promise<void>) {
  let snapshot: Progress = { editId, stage: 'start', run: 1, runs, step: 0, steps: 0 };
  let sent = 0;
  const mutex = makeMutex();
  let sending: Promise<unknown> = Promise.resolve();
  return {
    /** @param minor a change that may wait for the next */
    report(change: Partial<Progress>, minor = false): void {
      snapshot = { ...snapshot, ...change };
      if (minor && Date.now() - sent < STEP_MS) return;
      sent = Date.now();
      const now = snapshot;
      sending = Promise.all([sending, mutex.run(() => send(now))]);
    },
    /** Resolves when everything reported so far has been sent. */
    settled: async (): Promise<void> => void (await sending),
  };
}

export type ProgressReporter = ReturnType<typeof progressReporter>;
