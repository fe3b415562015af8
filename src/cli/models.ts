import { Command } from 'commander';
import { findPack, listPacks } from '../pipeline/models/find-pack.ts';
import { loadPack } from '../pipeline/models/load-pack.ts';
import { assetsOf, readManifest } from '../pipeline/models/verify.ts';

const megabytes = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`;

export function modelsCommand(): Command {
  const command = new Command('models').description('The packs of models on this machine');
  command.command('list').description('Name every pack').action(list);
  command
    .command('verify')
    .description('Check sizes and hashes, load every graph and run it once')
    .argument('[pack]', 'pack by name or folder; all of them when left out')
    .action(verify);
  return command;
}

async function list(): Promise<void> {
  for (const name of await listPacks()) {
    const manifest = await readManifest(await findPack(name));
    const bytes = assetsOf(manifest).reduce((sum, asset) => sum + asset.bytes, 0);
    const words = manifest.vocabulary;
    const knows =
      words === undefined ? 'any words' : `finds ${words.finds.length}, paints ${words.paints.length}`;
    process.stdout.write(
      `${name} ${manifest.version}  ${manifest.title}, ${manifest.resolution} px, ${knows}, ${megabytes(bytes)}\n`,
    );
    process.stdout.write(`  licence: ${manifest.licence}\n`);
  }
}

async function verify(pack: string | undefined): Promise<void> {
  for (const name of pack === undefined ? await listPacks() : [pack]) {
    const loaded = await loadPack(name, { provider: 'cpu' });
    const assets = assetsOf(loaded.manifest);
    for (const { file, bytes } of assets) process.stdout.write(`ok  ${file}  ${megabytes(bytes)}\n`);
    process.stdout.write(
      `${loaded.manifest.name} ${loaded.manifest.version}: ${assets.length} files as they should be, every graph runs.\n`,
    );
  }
}
