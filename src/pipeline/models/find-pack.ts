import { readdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { UserError } from '../../errors.ts';

/** The pack that comes with Inlay. */
export const BUILT_IN = 'emoji';

/** The folder `models` of this package, where the built-in pack is. */
const SHIPPED = fileURLToPath(new URL('../../../models', import.meta.url));

/**
 * Where downloaded and imported packs are kept, unless a setting says otherwise: they outlive an update of
 * Inlay.
 */
export const OWN_MODELS = join(homedir(), '.inlay', 'models');

/** Names of the packs on disk: the built-in one and those in the folder `models`. */
export async function listPacks(models = OWN_MODELS): Promise<string[]> {
  const names = await Promise.all([SHIPPED, models].map(packsIn));
  return [...new Set(names.flat())].sort();
}

/**
 * The folder of a pack, by its name or path. Throws `UserError('unknown-pack')` naming the packs there are.
 */
export async function findPack(nameOrFolder: string, models = OWN_MODELS): Promise<string> {
  for (const root of [SHIPPED, models]) {
    if ((await packsIn(root)).includes(nameOrFolder)) return join(root, nameOrFolder);
  }
  const folder = resolve(nameOrFolder);
  if (await isFile(join(folder, 'pack.json'))) return folder;
  const packs = await listPacks(models);
  throw new UserError(
    'unknown-pack',
    `There is no pack "${nameOrFolder}": use ${packs.join(', ')}, or a pack's folder.`,
  );
}

/** Folders with a manifest. Those whose name begins with a dot are not finished. */
async function packsIn(root: string): Promise<string[]> {
  const entries = await readdir(root, { withFileTypes: true }).catch(() => []);
  const names = entries.filter(entry => entry.isDirectory() && !entry.name.startsWith('.')).map(e => e.name);
  const finished = await Promise.all(names.map(name => isFile(join(root, name, 'pack.json'))));
  return names.filter((_, i) => finished[i]);
}

const isFile = async (path: string): Promise<boolean> =>
  (await stat(path).catch(() => undefined))?.isFile() ?? false;
