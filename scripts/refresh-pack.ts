/**
 * Writes the sizes and SHA-256 sums of a pack's files into its pack.json, after the graphs were exported anew.
 *   npx tsx scripts/refresh-pack.ts models/emoji
 */
import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { manifestSchema } from '../src/pipeline/models/manifest.ts';

const folder = process.argv[2] ?? 'models/emoji';
const path = join(folder, 'pack.json');
const manifest = JSON.parse(await readFile(path, 'utf8'));
interface Asset {
  file: string;
  weights?: Asset[];
}
const components = Object.values<Asset>(manifest.components);
for (const asset of [manifest.tokenizer, ...components.flatMap(each => [each, ...(each.weights ?? [])])]) {
  const bytes = await readFile(join(folder, asset.file));
  Object.assign(asset, { bytes: bytes.length, sha256: createHash('sha256').update(bytes).digest('hex') });
}
manifestSchema.parse(manifest);
await writeFile(path, `${JSON.stringify(manifest, null, 2)}\n`);
