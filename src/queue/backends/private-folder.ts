import { chmod } from 'node:fs/promises';
import { makeFolder } from '../../make-folder.ts';

/**
 * A folder that its owner alone may look into: what is in it are members' pictures, and the key that signs
 * buttons.
 */
export async function privateFolder(path: string): Promise<void> {
  await makeFolder(path, 0o700);
  // One that was there before may be open to all; where it is not ours to change, it stays as its owner wants
  // it.
  await chmod(path, 0o700).catch(() => {});
}
