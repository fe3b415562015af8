import { join } from 'node:path';
import { type PgPoolClient, runMigrations } from 'bullmq';
import pg from 'pg';
import type { Backend, BackendOptions } from '../backend.ts';
import type { SqlPool } from '../types.ts';
import { openFileArtifacts } from './file-artifacts.ts';
import { postgresLeases } from './postgres-leases.ts';

/** Each queue object listens on a connection of its own; the rest is for queries. */
const CONNECTIONS = 16;

/** A PostgreSQL server. Artifacts are files: workers on other machines need `dataDir` as a shared volume. */
export async function openPostgres(
  url: string,
  { dataDir, artifactTtlMs, pictureTtlMs, log }: BackendOptions,
): Promise<Backend<pg.Pool>> {
  const pool = new pg.Pool({
    connectionString: url,
    max: CONNECTIONS,
    keepAlive: true,
    connectionTimeoutMillis: 5_000,
    options: '-c search_path=public,bullmq',
  });
  pool.setMaxListeners(0);
  pool.on('error', err => log.warn({ err }, 'PostgreSQL dropped a connection'));
  try {
    const client = await pool.connect();
    await runMigrations(client as unknown as PgPoolClient).finally(() => client.release());
    const folder = join(dataDir, 'artifacts');
    const artifacts = await openFileArtifacts(folder, {
      ttlMs: artifactTtlMs,
      keepMs: pictureTtlMs,
      sweep: true,
    });
    return {
      connection: pool,
      artifacts,
      leases: await postgresLeases(pool),
      sql: pool as unknown as SqlPool,
      ping: () => pool.query('SELECT 1'),
      async close() {
        artifacts.close();
        await pool.end();
      },
    };
  } catch (error) {
    await pool.end();
    throw error;
  }
}
