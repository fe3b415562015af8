import { randomUUID } from 'node:crypto';
import { readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';

const NAME = 'inlay.lock';
/** The owner touches its file this often; one untouched for SILENT_MS has lost its owner. */
const TOUCH_MS = 2_000;
const SILENT_MS = 15_000;

interface Owner {
  readonly pid: number;
  readonly host: string;
  readonly token: string;
}

/**
 * Takes a folder for this process alone: PGlite would let two processes open one database, and ruin it. Survives what
 * killed an earlier owner: its lock counts no more when its process is gone, or (in another container, where that
 * cannot be seen) when it has not been touched for 15 seconds. See docs/adr/0031.
 * @returns how to give the folder back
 * @throws UserError('in-use') when another process has it
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, NAME);
  const mine: Owner = { pid: process.pid, host: hostname(), token: randomUUID() };
  if (!(await create(path, mine))) {
    await removeAbandoned(path, folder, mine);
    if (!(await create(path, mine))) throw inUse(folder);
  }
  const touch = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => {}), TOUCH_MS);
  touch.unref();
  return async () => {
    clearInterval(touch);
    if ((await ownerOf(path))?.token === mine.token) await rm(path, { force: true });
  };
}

/** Creates the file unless there is one. */
async function create(path: string, owner: Owner): Promise<boolean> {
  try {
    await writeFile(path, JSON.stringify(owner), { flag: 'wx' });
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

/** Removes a lock whose owner is gone; throws when he lives. */
async function removeAbandoned(path: string, folder: string, mine: Owner): Promise<void> {
  const owner = await ownerOf(path);
  if (owner !== undefined && !(await isAbandoned(path, owner, mine))) throw inUse(folder, owner);
  const aside = `${path}.${mine.token}`;
  await rename(path, aside).catch(() => {});
  const taken = await ownerOf(aside);
  await rm(aside, { force: true });
  // Somebody else found the old lock abandoned too and was faster: what was moved aside is his.
  if (taken !== undefined && taken.token !== owner?.token) {
    await create(path, taken);
    throw inUse(folder, taken);
  }
}

/** A process that has our own number is an earlier life of ours: in a container every life may have number 1. */
async function isAbandoned(path: string, { pid, host }: Owner, mine: Owner): Promise<boolean> {
  const touched = (await stat(path).catch(() => undefined))?.mtimeMs ?? 0;
  if (Date.now() - touched > SILENT_MS) return true;
  return host === mine.host && (pid === mine.pid || !lives(pid));
}

function lives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Undefined when there is no file, or half of one. */
async function ownerOf(path: string): Promise<Owner | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as Owner;
  } catch {
    return undefined;
  }
}

function inUse(folder: string, owner?: Owner): UserError {
  const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
  return new UserError(
    'in-use',
    `${folder} is in use by ${who}: stop that one, or choose another folder with DATA_DIR.`,
  );
}
