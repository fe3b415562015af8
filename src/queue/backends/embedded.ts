import { join } from 'node:path';
import { type PgPoolClient, runMigrations } from 'bullmq';
import type { Backend, BackendOptions } from '../backend.ts';
import { ownLeases } from '../leases.ts';
import { openEmbeddedDatabase } from './embedded-database.ts';
import { openFileArtifacts } from './file-artifacts.ts';
import type { PglitePool } from './pglite-pool.ts';

/** The queue in an embedded database, in `dataDir`. Throws as `openEmbeddedDatabase` does. */
export async function openEmbedded({
  dataDir,
  artifactTtlMs,
  pictureTtlMs,
}: BackendOptions): Promise<Backend<PglitePool>> {
  const { pool, close } = await openEmbeddedDatabase(dataDir);
  try {
    const client = await pool.connect();
    await runMigrations(client as unknown as PgPoolClient);
    client.release();
    // BullMQ's SQL names no schema; tables of others that name none either belong in `public`.
    await pool.query('SET search_path TO public, bullmq');
    const artifacts = await openFileArtifacts(join(dataDir, 'artifacts'), {
      ttlMs: artifactTtlMs,
      keepMs: pictureTtlMs,
      sweep: true,
    });
    return {
      connection: pool,
      artifacts,
      leases: ownLeases(),
      sql: pool,
      ping: () => pool.query('SELECT 1'),
      async close() {
        artifacts.close();
        await close();
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
