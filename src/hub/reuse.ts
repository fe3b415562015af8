import { copyFile, link } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { makeFolder } from '../make-folder.ts';
import { findPack, listPacks } from '../pipeline/models/find-pack.ts';
import { assetsOf, readManifest, verifyAsset } from '../pipeline/models/verify.ts';

/** Files of the packs that are here, by the SHA-256 of their content. */
export async function filesOnDisk(models: string): Promise<ReadonlyMap<string, string>> {
  const found = new Map<string, string>();
  for (const name of await listPacks(models)) {
    const folder = await findPack(name, models);
    const manifest = await readManifest(folder).catch(() => undefined);
    for (const { file, sha256 } of manifest === undefined ? [] : assetsOf(manifest))
      found.set(sha256, join(folder, file));
  }
  return found;
}

/** Uses a file that is here already instead of a download, if it matches its pack's hash. */
export async function reuse(
  known: string,
  target: string,
  expected: { readonly bytes: number; readonly sha256: string },
): Promise<boolean> {
  const sound = await verifyAsset(dirname(known), { file: basename(known), ...expected }).then(
    () => true,
    () => false,
  );
  if (!sound) return false;
  await makeFolder(dirname(target));
  await link(known, target).catch(() => copyFile(known, target));
  return true;
}
