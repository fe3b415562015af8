import type { Artifacts } from './artifacts.ts';
import type { Job, Outcome, Progress } from './contracts.ts';
import type { Activity } from './watch-jobs.ts';

/** What the bot asks for; `interactionId` makes asking twice one job. */
export type Order = Job & { readonly interactionId: string };

/** Where a job is. */
export interface Position {
  /** `gone` when the queue does not know it, or no longer. */
  readonly state: 'waiting' | 'active' | 'finished' | 'gone';
  /** Jobs that will be worked on before it; 0 when it is next or running. */
  readonly ahead: number;
  /** Jobs of everybody that wait or run. */
  readonly pending: number;
  /** Milliseconds until it is done, from the times of finished jobs; undefined before there are any. */
  readonly etaMs: number | undefined;
}

/** A finished job, to be delivered. */
export interface Handover {
  readonly jobId: string;
  /** Empty when the delivery is of another version, and says it otherwise. */
  readonly editId: string;
  readonly outcome: Outcome;
  /** From 1; a delivery that throws is tried again, each time later. */
  readonly attempt: number;
  readonly lastAttempt: boolean;
}

export type ProgressListener = (jobId: string, progress: Progress) => void;

export type SqlQuery = string | { readonly text: string; readonly values?: readonly unknown[] };
export interface SqlResult<Row> {
  rows: Row[];
  rowCount: number;
}

/** The part of `pg.Pool` that the bot's store may use, whether PostgreSQL is embedded or a server. */
export interface SqlPool {
  query<Row = Record<string, unknown>>(query: SqlQuery, values?: readonly unknown[]): Promise<SqlResult<Row>>;
  connect(): Promise<SqlClient>;
}
/** For a transaction: `BEGIN`, `COMMIT` and all between go through one client. */
export interface SqlClient extends Pick<SqlPool, 'query'> {
  release(): void;
}

/** A process's one connection to the queue. */
export interface EditQueue {
  /** Bytes that travel beside the jobs. */
  readonly artifacts: Artifacts;
  /** The database, where the backend is one: embedded or `postgres://`; undefined with Redis. */
  readonly sql: SqlPool | undefined;
  /**
   * Adds a request, or finds it added already. Throws `UserError('busy')` when too many wait.
   * @returns its job's id and its position
   */
  add(order: Order): Promise<Position & { readonly jobId: string }>;
  position(jobId: string): Promise<Position>;
  /** Whether the outcome of a job is yet to be delivered. */
  isDelivering(jobId: string): Promise<boolean>;
  /** The newest progress of a job, for late subscribers. */
  progress(jobId: string): Promise<Progress | undefined>;
  /**
   * Ends a job wherever it is: one that waits is delivered as cancelled at once, one that runs after its
   * current step.
   * @returns false when it was finished already
   */
  cancel(jobId: string): Promise<boolean>;
  /** Subscribes to the progress of every job, in order. Returns how to unsubscribe. */
  onProgress(listener: ProgressListener): () => void;
  /** Starts to work on edits, in child processes of this one. */
  workEdits(options?: {
    readonly concurrency?: number;
    /** Variables for the child processes, beside those of this one: `INLAY_PACK`, `INLAY_THREADS`, … */
    readonly settings?: Readonly<Record<string, string>>;
  }): Promise<void>;
  /** The activity of this process's edit worker; undefined where it has none. */
  activity(): Activity | undefined;
  /**
   * Makes this process the one bot that delivers, and lets workers find its queues: to be called before
   * `workDeliveries`. Throws `UserError('in-use')` while another process is that; `onLost` is called when
   * another has become it.
   */
  holdLease(onLost: () => void): Promise<void>;
  /** Starts to deliver; a handler that throws is called again later. */
  workDeliveries(handler: (handover: Handover) => Promise<void>): Promise<void>;
  /** Throws `UserError('unreachable')` when the backend does not answer. */
  ping(): Promise<void>;
  /**
   * Takes no new work, lets running work finish for `graceMs` (default 20 s), then hands it back to the queue
   * for another worker.
   */
  close(options?: { readonly graceMs?: number }): Promise<void>;
}
