import { dirname } from 'node:path';
import { UserError } from '../errors.ts';
import { takeLock } from '../lock-file.ts';
import { makeFolder } from '../make-folder.ts';

/**
 * Lets one process at a time do `work`. A lock whose process is gone is taken over. Throws
 * `UserError('download-failed')` when another one is at it.
 */
export async function alone<T>(path: string, what: string, work: () => Promise<T>): Promise<T> {
  await makeFolder(dirname(path));
  const unlock = await takeLock(path, {
    inUse: () =>
      new UserError('download-failed', `${what} already, in another process: wait until it is done.`),
  });
  try {
    return await work();
  } finally {
    await unlock();
  }
}
