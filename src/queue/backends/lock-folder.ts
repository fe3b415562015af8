import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { type Owner, takeLock } from '../../lock-file.ts';

const NAME = 'inlay.lock';

/**
 * Takes a folder for this process alone: PGlite would let two processes open one database, and corrupt it.
 * Throws `UserError('in-use')` when another process has it.
 * @returns how to give the folder back
 */
export const lockFolder = (folder: string, onLost?: () => void): Promise<() => Promise<void>> =>
  takeLock(join(folder, NAME), {
    inUse: owner => inUse(folder, owner),
    ...(onLost === undefined ? {} : { onLost }),
  });

function inUse(folder: string, owner?: Owner): UserError {
  const who = owner === undefined ? 'another process' : `process ${owner.pid} on ${owner.host}`;
  return new UserError(
    'in-use',
    `${folder} is in use by ${who}: stop that one, or choose another folder with DATA_DIR.`,
  );
}
