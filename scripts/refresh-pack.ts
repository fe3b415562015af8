/**
 * Brings a pack's pack.json up to date after its graphs were exported anew: sizes and SHA-256 sums of its
 * files and, with a closed vocabulary, what its text tower makes of the words.
 *   npx tsx scripts/refresh-pack.ts models/emoji
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import { type Manifest, manifestSchema } from '../src/pipeline/models/manifest.ts';
import { assetEntries } from '../src/pipeline/models/verify.ts';
import { wordEmbeddings } from '../src/pipeline/models/word-embeddings.ts';

const EMBEDDINGS = 'words.f32';

const folder = process.argv[2] ?? 'models/emoji';
const path = join(folder, 'pack.json');
const manifest: Manifest = JSON.parse(await readFile(path, 'utf8'));
delete manifest.vocabulary?.embeddings;
await refresh();
if (manifest.vocabulary !== undefined) {
  await writeFile(
    join(folder, EMBEDDINGS),
    await wordEmbeddings(await loadPack(folder, { provider: 'cpu' })),
  );
  manifest.vocabulary.embeddings = { file: EMBEDDINGS, bytes: 0, sha256: '' };
  await refresh();
}

async function refresh(): Promise<void> {
  for (const asset of assetEntries(manifest)) {
    const bytes = await readFile(join(folder, asset.file));
    Object.assign(asset, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
  }
  manifestSchema.parse(manifest);
  await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
}
