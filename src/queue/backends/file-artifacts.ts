import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { makeFolder } from '../../make-folder.ts';
import { type Artifacts, expired, newKey } from '../artifacts.ts';
import { artifactKey } from '../contracts.ts';
import { makeSweep } from './sweep.ts';

const SWEEP_MS = 10 * 60_000;

/**
 * Artifacts as files; the time of a file's last change is the time until which it is kept. One process sweeps
 * the folder, its children only use it.
 */
export async function openFileArtifacts(
  folder: string,
  { ttlMs, keepMs = ttlMs, sweep }: { ttlMs: number; keepMs?: number; sweep: boolean },
): Promise<Artifacts & { close(): void }> {
  await makeFolder(folder, 0o700);
  const sweepNow = makeSweep(folder);
  // What cannot be swept now can be the next time.
  const timer = sweep ? setInterval(() => void sweepNow().catch(() => {}), SWEEP_MS).unref() : undefined;
  if (sweep) await sweepNow();
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
    async keep(key, ms = keepMs) {
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
