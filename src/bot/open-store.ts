import { join } from 'node:path';
import pg from 'pg';
import { openEmbeddedDatabase } from '../queue/backends/embedded-database.ts';
import { privateFolder } from '../queue/backends/private-folder.ts';
import type { EditQueue } from '../queue/types.ts';
import { openStore, type Store } from '../store/index.ts';
import type { Limits } from '../store/settings.ts';
import type { SqlPool } from '../store/sql.ts';

interface Database {
  readonly pool: SqlPool;
  close(): Promise<void>;
}

export interface OpenStoreOptions {
  readonly queue: Pick<EditQueue, 'sql'>;
  /** Where the queue is. */
  readonly queueUrl: string | undefined;
  readonly dataDir: string;
  /** The limits of servers that set none, and the operator's ceilings. */
  readonly limits: Limits;
}

/**
 * Opens the bot's store beside the queue: in the same PostgreSQL, embedded or not; with Redis, which holds no
 * tables, in an embedded one of its own. Throws `UserError('in-use')` when another process has that.
 */
export async function openBotStore(
  options: OpenStoreOptions,
): Promise<{ readonly store: Store; close(): Promise<void> }> {
  const database = await databaseFor(options);
  try {
    return { store: await openStore(database.pool, options.limits), close: database.close };
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function databaseFor({ queue, queueUrl, dataDir }: OpenStoreOptions): Promise<Database> {
  if (queue.sql !== undefined) return { pool: queue.sql, close: async () => {} };
  if (queueUrl?.startsWith('postgres')) {
    const pool = new pg.Pool({ connectionString: queueUrl });
    return { pool, close: () => pool.end() };
  }
  await privateFolder(dataDir);
  return openEmbeddedDatabase(join(dataDir, 'bot'));
}
