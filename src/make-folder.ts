import { mkdir, stat } from 'node:fs/promises';
import { dirname } from 'node:path';

/**
 * Makes a folder and those above it that are missing. Node's own `recursive` loops for ever where the system
 * denies a folder that exists, as Linux does below /proc.
 * @param mode of those that are made
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  if ((await stat(folder).catch(() => undefined))?.isDirectory() === true) return;
  if (dirname(folder) !== folder) await makeFolder(dirname(folder), mode);
  await mkdir(folder, { mode }).catch(async error => {
    // Another process may have made it meanwhile.
    if (!(await stat(folder).catch(() => undefined))?.isDirectory()) throw error;
  });
}
