import { readConfig } from '../../config.ts';
import { listPacks } from '../../pipeline/models/find-pack.ts';
import { loadPack } from '../../pipeline/models/load-pack.ts';
import { assetsOf } from '../../pipeline/models/verify.ts';
import { readableBytes } from './sizes.ts';

export async function verify(pack: string | undefined): Promise<void> {
  const { models } = readConfig();
  for (const name of pack === undefined ? await listPacks(models) : [pack]) {
    const loaded = await loadPack(name, { provider: 'cpu', models, memory: 'low' });
    const assets = assetsOf(loaded.manifest);
    for (const { file, bytes } of assets) process.stdout.write(`ok  ${file}  ${readableBytes(bytes)}\n`);
    process.stdout.write(
      `${loaded.manifest.name} ${loaded.manifest.version}: ${assets.length} files as they should be, every graph runs.\n`,
    );
  }
}
