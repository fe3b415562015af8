import { mkdir, open, readFile, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UserError } from '../errors.ts';

/**
 * Lets one process at a time do `work`. A lock whose process is gone is taken over. Throws `UserError('download-failed')`
 * when another one is at it.
 */
export async function alone<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
  await mkdir(dirname(path), { recursive: true });
  await take(path, what);
  try {
    return await work();
  } finally {
    await rm(path, { force: true });
  }
}

async function take(path: string, what: string, mayTakeOver = true): Promise<void> {
  try {
    const file = await open(path, 'wx');
    await file.writeFile(String(process.pid));
    await file.close();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    const owner = Number(await readFile(path, 'utf8').catch(() => ''));
    // An empty lock is one that was made this instant.
    if (mayTakeOver && owner > 0 && !isAlive(owner)) {
      await rm(path, { force: true });
      return take(path, what, false);
    }
    throw new UserError('download-failed', `${what} already, in another process: wait until it is done.`, {
      cause: error,
    });
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
