import { mkdir, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type Artifacts, expired, newKey } from '../artifacts.ts';
import { artifactKey } from '../contracts.ts';

const SWEEP_MS = 10 * 60_000;

/**
 * Artifacts as files; the time of a file's last change is the time until which it is kept. One process sweeps the
 * folder, its children only use it.
 */
export async function openFileArtifacts(
  folder: string,
  { ttlMs, sweep }: { ttlMs: number; sweep: boolean },
): Promise<Artifacts & { close(): void }> {
  await mkdir(folder, { recursive: true });
  const timer = sweep ? setInterval(() => void sweepFolder(folder), SWEEP_MS).unref() : undefined;
  if (sweep) await sweepFolder(folder);
  // Keys come from outside, and name files.
  const pathOf = (key: string) => join(folder, artifactKey.parse(key));
  return {
    async put(bytes, options = {}) {
      const key = newKey();
      await writeFile(pathOf(key), bytes, { flag: 'wx' });
      await keepUntil(pathOf(key), Date.now() + (options.ttlMs ?? ttlMs));
      return key;
    },
    async get(key) {
      if (!(await isKept(pathOf(key)))) throw expired();
      return readFile(pathOf(key));
    },
    async keep(key, ms) {
      const kept = await isKept(pathOf(key));
      if (kept) await keepUntil(pathOf(key), Date.now() + ms);
      return kept;
    },
    delete: key => rm(pathOf(key), { force: true }),
    close: () => clearInterval(timer),
  };
}

const keepUntil = (path: string, time: number) => utimes(path, new Date(time), new Date(time));

const isKept = async (path: string): Promise<boolean> =>
  ((await stat(path).catch(() => undefined))?.mtimeMs ?? 0) > Date.now();

/** A file that is just being written looks as if it ended now: it gets a minute. */
const GRACE_MS = 60_000;

async function sweepFolder(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const end = (await stat(path).catch(() => undefined))?.mtimeMs ?? Number.POSITIVE_INFINITY;
    if (end + GRACE_MS < Date.now()) await rm(path, { force: true });
  }
}
