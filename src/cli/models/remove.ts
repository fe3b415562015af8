import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../config.ts';
import { UserError } from '../../errors.ts';
import { BUILT_IN, listPacks } from '../../pipeline/models/find-pack.ts';

/** Deletes a pack, and what an unfinished pull of it left. */
export async function remove(name: string): Promise<void> {
  const { models } = readConfig();
  if (name === BUILT_IN) throw new UserError('bad-option', `The pack ${name} comes with Inlay, and stays.`);
  const known = /^[a-z0-9-]+$/.test(name);
  const folders = known ? [join(models, name), join(models, `.pull-${name}`)] : [];
  const present = await Promise.all(folders.map(folder => stat(folder).catch(() => undefined)));
  if (present.every(found => found === undefined)) {
    const others = (await listPacks(models)).filter(other => other !== BUILT_IN);
    const choice = others.length === 0 ? 'there is none to remove' : `use ${others.join(', ')}`;
    throw new UserError('unknown-pack', `There is no pack "${name}" in ${models}: ${choice}.`);
  }
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
  process.stdout.write(`${name} was removed from ${models}.\n`);
}
