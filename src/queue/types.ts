import type { Artifacts } from './artifacts.ts';
import type { Job, Outcome, Progress } from './contracts.ts';

/** What the bot asks for; `interactionId` makes asking twice one job. */
export type Order = Job & { readonly interactionId: string };

/** Where a job is. */
export interface Place {
  /** `gone` when the queue has never heard of it, or has forgotten it. */
  readonly state: 'waiting' | 'active' | 'finished' | 'gone';
  /** Jobs that will be worked on before it; 0 when it is next or running. */
  readonly ahead: number;
  /** Jobs of everybody that wait or run. */
  readonly pending: number;
  /** Milliseconds until it is done, from the times of finished jobs; undefined before there are any. */
  readonly etaMs: number | undefined;
}

/** A finished job on its way to people. */
export interface Handover {
  readonly jobId: string;
  readonly editId: string;
  readonly outcome: Outcome;
  /** From 1; a delivery that throws is tried again, each time later. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
}

export type ProgressListener = (jobId: string, progress: Progress) => void;

/** The part of `pg.Pool` that the embedded store offers. */
export interface SqlPool {
  query<Row = Record<string, unknown>>(
    text: string | { readonly text: string; readonly values?: readonly unknown[] },
    values?: readonly unknown[],
  ): Promise<{ rows: Row[]; rowCount: number }>;
  connect(): Promise<SqlClient>;
}
export interface SqlClient extends Pick<SqlPool, 'query'> {
  release(): void;
}

/** A process's one connection to the queue. */
export interface EditQueue {
  /** Bytes that travel beside the jobs. */
  readonly artifacts: Artifacts;
  /** The embedded database, which this process owns and shares; undefined with a store elsewhere. */
  readonly sql: SqlPool | undefined;
  /**
   * Adds a request, or finds it added already. Throws `UserError('busy')` when too many wait.
   * @returns its job's id and its place
   */
  add(order: Order): Promise<Place & { readonly jobId: string }>;
  place(jobId: string): Promise<Place>;
  /** The newest progress of a job, for those who come late. */
  progress(jobId: string): Promise<Progress | undefined>;
  /**
   * Ends a job wherever it is: one that waits is delivered as cancelled at once, one that runs after its current step.
   * @returns false when it was finished already
   */
  cancel(jobId: string): Promise<boolean>;
  /** Hears of every job's progress, in order. Returns how to stop hearing. */
  onProgress(listener: ProgressListener): () => void;
  /** Starts to work on edits, in child processes of this one. */
  workEdits(options?: { readonly concurrency?: number }): Promise<void>;
  /** Starts to deliver; a handler that throws is called again later. */
  workDeliveries(handler: (handover: Handover) => Promise<void>): Promise<void>;
  /** Throws `UserError('unreachable')` when the store does not answer. */
  ping(): Promise<void>;
  /**
   * Takes no new work, lets running work finish for `graceMs` (default 20 s), then hands it back to the queue for
   * another worker.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}
