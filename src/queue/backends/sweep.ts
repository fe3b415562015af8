import { readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { artifactKey } from '../contracts.ts';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** A file that is just being written looks expired: it gets a minute. */
const GRACE_MS = 60_000;
/** Its time is that of the last sweep. */
const MARK = '.swept';
/** How long a process may have been away before its clock is doubted. */
const AWAY_MS = 7 * DAY_MS;

/**
 * Makes a function that deletes files past their expiry, which is their mtime. A clock that jumped ahead
 * would delete everything: while it is doubted nothing is deleted, for a day of this process's monotonic
 * clock, in which it can be corrected.
 */
export function makeSweep(folder: string, runs: () => number = () => performance.now()): () => Promise<void> {
  let last = Number.NEGATIVE_INFINITY;
  let doubted: number | undefined;
  return async () => {
    const mark = join(folder, MARK);
    const swept = (await stat(mark).catch(() => undefined))?.mtimeMs ?? Date.now();
    const possible = last === Number.NEGATIVE_INFINITY ? AWAY_MS : runs() - last + HOUR_MS;
    if (Date.now() - swept > possible) {
      doubted ??= runs();
      if (runs() - doubted < DAY_MS) return;
    }
    doubted = undefined;
    last = runs();
    await sweep(folder);
    const now = new Date();
    await writeFile(mark, '').then(() => utimes(mark, now, now));
  };
}

async function sweep(folder: string): Promise<void> {
  const keys = (await readdir(folder)).filter(name => artifactKey.safeParse(name).success);
  for (const key of keys) {
    const path = join(folder, key);
    const end = (await stat(path).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (end + GRACE_MS < Date.now()) await rm(path, { force: true });
  }
}
