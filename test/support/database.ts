import { PGlite } from '@electric-sql/pglite';
import { onTestFinished } from 'vitest';
import { PglitePool } from '../../src/queue/stores/pglite-pool.ts';

/** A real PostgreSQL in memory, gone when the test is over. */
export async function databaseForTest(): Promise<PglitePool> {
  const db = await PGlite.create();
  onTestFinished(() => db.close());
  return new PglitePool(db);
}
