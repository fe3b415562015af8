import { EventEmitter } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PGlite, Results } from '@electric-sql/pglite';
import { makeMutex } from '../../mutex.ts';
import type { SqlClient, SqlPool, SqlQuery, SqlResult } from '../types.ts';

const OPENS = /^\s*(begin|start\s+transaction)\b/i;
const CLOSES = /^\s*(commit|end|rollback(?!\s+to)|abort)\b/i;

/** Waits until no other client is in a transaction; returns how to end one's own. */
type Acquire = () => Promise<() => void>;

/**
 * PGlite with the interface of `pg.Pool`, for BullMQ and for the bot's store. PGlite has one session: clients
 * share it, and while one of them is in a transaction, the queries of the others wait. So code in a
 * transaction must query through its own client alone.
 */
export class PglitePool extends EventEmitter implements SqlPool {
  /** BullMQ asks whether a dropped connection would be noticed: this one cannot drop. */
  readonly options = { keepAlive: true };
  readonly #db: PGlite;
  readonly #run: Run;
  /** Held by the client that is in a transaction. */
  readonly #transaction = makeMutex();

  constructor(db: PGlite) {
    super();
    // Every queue, worker and listener of BullMQ hears the pool's errors.
    this.setMaxListeners(0);
    this.#db = db;
    this.#run = runnerOf(db);
  }

  async query<Row>(query: SqlQuery, values?: readonly unknown[]): Promise<SqlResult<Row>> {
    const release = await this.#transaction.acquire();
    // Queued before any statement of a transaction that waits.
    const result = this.#run<Row>(query, values);
    release();
    return result;
  }

  async connect(): Promise<PgliteClient> {
    return new PgliteClient(this.#db, this, this.#run, this.#transaction.acquire);
  }

  /** Does something while nobody queries, and all that was written is in the files. */
  async quietly(work: () => Promise<void>): Promise<void> {
    const client = await this.connect();
    try {
      await client.query('BEGIN');
      await client.query('CHECKPOINT');
      await work();
      await client.query('COMMIT');
    } finally {
      client.release();
    }
  }

  /** Does nothing: whoever opened the database closes it. */
  async end(): Promise<void> {}
}

/** A client of PGlite's one session; emits notifications of `LISTEN`. */
class PgliteClient extends EventEmitter implements SqlClient {
  readonly #pool: Pick<SqlPool, 'query'>;
  readonly #run: Run;
  readonly #acquire: Acquire;
  readonly #unsubscribe: () => void;
  #release: (() => void) | undefined;

  constructor(db: PGlite, pool: Pick<SqlPool, 'query'>, run: Run, acquire: Acquire) {
    super();
    this.#pool = pool;
    this.#run = run;
    this.#acquire = acquire;
    this.#unsubscribe = db.onNotification((channel, payload) =>
      this.emit('notification', { channel, payload }),
    );
  }

  async query<Row>(query: SqlQuery, values?: readonly unknown[]): Promise<SqlResult<Row>> {
    const text = typeof query === 'string' ? query : query.text;
    if (this.#release === undefined && OPENS.test(text)) this.#release = await this.#acquire();
    if (this.#release === undefined) return this.#pool.query<Row>(query, values);
    try {
      return await this.#run<Row>(query, values);
    } finally {
      if (CLOSES.test(text)) this.#endTransaction();
    }
  }

  release(): void {
    this.#unsubscribe();
    this.removeAllListeners();
    if (this.#release === undefined) return;
    // A transaction left open would include the statements of all clients.
    void this.#run('ROLLBACK').finally(() => this.#endTransaction());
  }

  #endTransaction(): void {
    this.#release?.();
    this.#release = undefined;
  }
}

type Run = <Row>(query: SqlQuery, values?: readonly unknown[]) => Promise<SqlResult<Row>>;

/** Statements may block the event loop for so long together. */
const BREATH_MS = 5;

/**
 * Runs statements one after another. PGlite answers within the same turn of the event loop: a hundred that
 * wait would be one block, with no message of Discord's read in between.
 */
function runnerOf(db: PGlite): Run {
  const mutex = makeMutex();
  let turnedAt = 0;
  return (query, values) =>
    mutex.run(async () => {
      if (performance.now() - turnedAt > BREATH_MS) {
        await nextTurn();
        turnedAt = performance.now();
      }
      return run(db, query, values) as Promise<never>;
    });
}

/**
 * Statements without values may be several; the last one's rows are the answer, as in `pg`'s simple protocol.
 */
async function run<Row>(db: PGlite, query: SqlQuery, values?: readonly unknown[]): Promise<SqlResult<Row>> {
  const { text, values: own = [] } = typeof query === 'string' ? { text: query } : query;
  const bound = [...(values ?? own)];
  const result =
    bound.length > 0
      ? await db.query<Row>(text, bound)
      : ((await db.exec(text)).at(-1) as Results<Row> | undefined);
  const rows = result?.rows ?? [];
  // PGlite counts changed rows, `pg` the rows that came back too.
  return { rows, rowCount: Math.max(rows.length, result?.affectedRows ?? 0) };
}
