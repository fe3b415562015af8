import { join } from 'node:path';
import pg from 'pg';
import { openDatabase } from '../queue/stores/embedded.ts';
import { lockFolder } from '../queue/stores/lock-folder.ts';
import { PglitePool } from '../queue/stores/pglite-pool.ts';
import { privateFolder } from '../queue/stores/private-folder.ts';
import type { EditQueue } from '../queue/types.ts';
import { openStore, type Store } from '../store/index.ts';
import type { GuildSettings } from '../store/settings.ts';
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
  /** The limits of servers that set none. */
  readonly limits: GuildSettings;
}

/**
 * Opens the bot's store beside the queue: in the same PostgreSQL, embedded or not; with Redis, which holds no tables, in
 * an embedded one of its own. Throws `UserError('in-use')` when another process has that.
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
  const folder = join(dataDir, 'bot');
  await privateFolder(dataDir);
  await privateFolder(folder);
  const unlock = await lockFolder(folder);
  try {
    const db = await openDatabase(join(folder, 'postgres'));
    const close = async () => {
      await db.close();
      await unlock();
    };
    return { pool: new PglitePool(db), close };
  } catch (error) {
    await unlock();
    throw error;
  }
}
