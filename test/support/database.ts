import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { onTestFinished } from 'vitest';
import { DATABASE } from '../../src/queue/backends/embedded-database.ts';
import { PglitePool } from '../../src/queue/backends/pglite-pool.ts';
import { makeDataFolder } from './data-folders.ts';

/** A real PostgreSQL with nothing in it; `close` removes it. */
export async function openEmptyDatabase() {
  const folder = makeDataFolder();
  const db = await PGlite.create(join(folder, DATABASE));
  const close = async () => {
    await db.close();
    rmSync(folder, { recursive: true, force: true });
  };
  return { pool: new PglitePool(db), close };
}

/** The same, gone when the test is over. */
export async function databaseForTest(): Promise<PglitePool> {
  const { pool, close } = await openEmptyDatabase();
  onTestFinished(close);
  return pool;
}
