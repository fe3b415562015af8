import { rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { type PgPoolClient, runMigrations } from 'bullmq';
import type { Store, StoreOptions } from '../backend.ts';
import { ownLeases } from '../leases.ts';
import { openFileArtifacts } from './file-artifacts.ts';
import { lockFolder } from './lock-folder.ts';
import { PglitePool } from './pglite-pool.ts';
import { privateFolder } from './private-folder.ts';

/**
 * PostgreSQL inside this process (PGlite), in `dataDir/postgres`, which is locked for it. Throws `UserError('in-use')`.
 */
export async function openEmbedded({
  dataDir,
  artifactTtlMs,
  pictureTtlMs,
}: StoreOptions): Promise<Store<PglitePool>> {
  await privateFolder(dataDir);
  const unlock = await lockFolder(dataDir);
  try {
    const db = await openDatabase(join(dataDir, 'postgres'));
    const pool = new PglitePool(db);
    const client = await pool.connect();
    await runMigrations(client as unknown as PgPoolClient);
    client.release();
    // BullMQ's SQL names no schema; tables of others that name none either belong in `public`.
    await db.exec('SET search_path TO public, bullmq');
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
        await db.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/** A new database is made aside and moved into place: one that was cut off while it was made would not open again. */
export async function openDatabase(folder: string): Promise<PGlite> {
  if ((await stat(folder).catch(() => undefined)) === undefined) {
    const aside = `${folder}.new`;
    await rm(aside, { recursive: true, force: true });
    await (await PGlite.create(aside)).close();
    await rename(aside, folder);
  }
  return PGlite.create(folder);
}
