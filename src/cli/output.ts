import { constants } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { UserError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';

/**
 * Checks that `folder` can be written before any work is done for it, without making it. Throws
 * `UserError('unwritable')`.
 */
export async function checkWritable(folder: string): Promise<void> {
  let existing = resolve(folder);
  while ((await stat(existing).catch(() => undefined)) === undefined) existing = dirname(existing);
  const info = await stat(existing);
  const writable = await access(existing, constants.W_OK).then(
    () => true,
    () => false,
  );
  if (!info.isDirectory() || !writable) throw unwritable(folder);
}

/** Writes the files into the folder, which is made where it is missing. Throws `UserError('unwritable')`. */
export async function writeOutputs(
  folder: string,
  files: Readonly<Record<string, Uint8Array | string>>,
): Promise<string[]> {
  try {
    await makeFolder(resolve(folder));
    const paths = Object.keys(files).map(name => join(folder, name));
    await Promise.all(Object.values(files).map((content, i) => writeFile(paths[i], content)));
    return paths;
  } catch (cause) {
    throw unwritable(folder, cause);
  }
}

const unwritable = (folder: string, cause?: unknown) =>
  new UserError('unwritable', `${folder} cannot be written: choose another folder with --out.`, { cause });
