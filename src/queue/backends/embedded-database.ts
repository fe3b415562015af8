import { readdir, rename, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';
import { UserError } from '../../errors.ts';
import { answerBackups } from './backup.ts';
import { lockFolder } from './lock-folder.ts';
import { PglitePool } from './pglite-pool.ts';
import { privateFolder } from './private-folder.ts';

/** The folder of the database in the folder that is locked for it. */
export const DATABASE = 'postgres';

/**
 * PostgreSQL inside this process (PGlite), in `home/postgres`; `home` is locked for it, and backed up from it
 * when somebody asks. Throws `UserError('in-use')` when another process has it, and `UserError('damaged')`
 * when it cannot be opened.
 */
export async function openEmbeddedDatabase(
  home: string,
): Promise<{ readonly pool: PglitePool; close(): Promise<void> }> {
  await privateFolder(home);
  const unlock = await lockFolder(home);
  try {
    const db = await openDatabase(join(home, DATABASE));
    const pool = new PglitePool(db);
    const stopAnswering = await answerBackups(home, work => pool.quietly(work));
    return {
      pool,
      async close() {
        await stopAnswering();
        await db.close();
        await unlock();
      },
    };
  } catch (error) {
    await unlock();
    throw error;
  }
}

/**
 * Opens the database in a folder; makes one where there is nothing, and nowhere else. A new one is made aside
 * and moved into place: one that was cut off while it was made would not open again. Throws
 * `UserError('damaged')`.
 */
export async function openDatabase(folder: string): Promise<PGlite> {
  if (await isNothing(folder)) {
    const aside = `${folder}.new`;
    await rm(aside, { recursive: true, force: true });
    await (await PGlite.create(aside)).close();
    await rename(aside, folder);
  }
  const missing = await whatIsMissing(folder);
  if (missing !== undefined) throw damaged(folder, missing);
  return PGlite.create(folder).catch(cause => {
    throw damaged(folder, `PostgreSQL cannot open it: ${(cause as Error).message}`, cause);
  });
}

async function isNothing(folder: string): Promise<boolean> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.length === 0;
}

/** PostgreSQL's control file always has this many bytes. */
const CONTROL_BYTES = 8192;

/** Files without which a database cannot open: PGlite would make a new one, or exit with "Aborted()". */
async function whatIsMissing(folder: string): Promise<string | undefined> {
  const sizeOf = async (name: string) => (await stat(join(folder, name)).catch(() => undefined))?.size;
  for (const name of [
    'PG_VERSION',
    'global/pg_control',
    'global/pg_filenode.map',
    'base',
    'pg_wal',
    'pg_xact',
  ]) {
    if (!(await sizeOf(name))) return `${name} is missing or empty`;
  }
  const control = await sizeOf('global/pg_control');
  return control === CONTROL_BYTES
    ? undefined
    : `global/pg_control has ${control} bytes, not ${CONTROL_BYTES}`;
}

const damaged = (folder: string, why: string, cause?: unknown): UserError =>
  new UserError(
    'damaged',
    `The database in ${folder} is damaged (${why.replace(/\.?\s*Build with -sASSERTIONS.*/s, '')}): bring back a backup with "inlay restore", or move that folder away to begin with nothing.`,
    { cause },
  );
