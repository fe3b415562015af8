import { readConfig } from '../../config.ts';
import { readRegistry } from '../../hub/registry.ts';
import { listPacks } from '../../pipeline/models/find-pack.ts';
import { assetsOf, readManifests } from '../../pipeline/models/verify.ts';
import { readableBytes } from './sizes.ts';

export async function list(): Promise<void> {
  const { models } = readConfig();
  const names = await listPacks(models);
  const manifests = await readManifests(models, problem => process.stderr.write(`${problem}\n`));
  for (const manifest of manifests) {
    const { name } = manifest;
    const bytes = assetsOf(manifest).reduce((sum, asset) => sum + asset.bytes, 0);
    const words = manifest.vocabulary;
    const knows =
      words === undefined ? 'any words' : `finds ${words.finds.length}, paints ${words.paints.length}`;
    process.stdout.write(
      `${name} ${manifest.version}  ${manifest.title}, ${manifest.resolution} px, ${knows}, ${readableBytes(bytes)}\n`,
    );
    process.stdout.write(`  licence: ${manifest.licence}\n`);
  }
  for (const { name, title, sources } of await readRegistry()) {
    if (names.includes(name)) continue;
    const licences = [...new Set(sources.map(({ licence }) => licence.name))].join(', ');
    process.stdout.write(`${name}  ${title}: inlay models pull ${name}\n  licences: ${licences}\n`);
  }
}
