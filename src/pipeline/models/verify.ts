import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { UserError } from '../../errors.ts';
import { findPack, listPacks } from './find-pack.ts';
import { type Asset, type Manifest, manifestSchema } from './manifest.ts';

const withSafety = z.object({ components: z.object({ safety: z.looseObject({}) }) });

/** Reads and checks `pack.json`. Throws `UserError('bad-pack')` naming the field that is wrong. */
export async function readManifest(folder: string): Promise<Manifest> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(join(folder, 'pack.json'), 'utf8'));
  } catch (cause) {
    throw new UserError('bad-pack', `${join(folder, 'pack.json')} is missing or not JSON.`, { cause });
  }
  if (withSafety.safeParse(json).success) {
    throw new UserError(
      'bad-pack',
      `${join(folder, 'pack.json')} names a safety checker, which Inlay does not run yet: remove components.safety.`,
    );
  }
  const parsed = manifestSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problem = z.prettifyError(parsed.error).replaceAll('\n', ' ');
  throw new UserError('bad-pack', `${join(folder, 'pack.json')} is not a pack: ${problem}`);
}

/**
 * The manifests of the packs on disk, by their names. One that cannot be read is left out and passed to
 * `warn`: it must not affect the other packs.
 */
export async function readManifests(
  models: string | undefined,
  warn: (problem: string) => void,
): Promise<Manifest[]> {
  const sound: Manifest[] = [];
  for (const name of await listPacks(models)) {
    try {
      sound.push(await readManifest(await findPack(name, models)));
    } catch (error) {
      if (!(error instanceof UserError)) throw error;
      warn(`The pack ${name} is left out: ${error.message}`);
    }
  }
  return sound;
}

/** The files of a pack, each once. */
export const assetsOf = (manifest: Manifest): Asset[] => [
  ...new Map(assetEntries(manifest).map(asset => [asset.file, asset])).values(),
];

/** Every mention of a file in a manifest: several components may be one file. */
export function assetEntries(manifest: Manifest): Asset[] {
  const { tokenizer, clipTokenizer, segmenterTokenizer, components, vocabulary } = manifest;
  const tokenizers = [tokenizer, clipTokenizer, segmenterTokenizer].flatMap(a => [a, a?.merges]);
  const graphs = Object.values(components).flatMap(a => [a, ...(a?.weights ?? [])]);
  return [...tokenizers, ...graphs, vocabulary?.embeddings].filter(a => a !== undefined);
}

/**
 * Checks a file's size and SHA-256 against the manifest. Throws `UserError('bad-pack')` naming the file, what
 * was expected and what was found.
 */
export async function verifyAsset(folder: string, { file, bytes, sha256 }: Asset): Promise<void> {
  const path = join(folder, file);
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile())
    throw new UserError('bad-pack', `The pack lacks ${file}: expected ${bytes} bytes at ${path}.`);
  if (info.size !== bytes) {
    throw new UserError(
      'bad-pack',
      `${file} has the wrong size: expected ${bytes} bytes, found ${info.size}.`,
    );
  }
  const found = await sha256Of(path);
  if (found !== sha256) {
    throw new UserError('bad-pack', `${file} is damaged: expected SHA-256 ${sha256}, found ${found}.`);
  }
}

/** The SHA-256 of a file, in hexadecimal digits. */
export async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path, { highWaterMark: 1 << 20 }), hash);
  return hash.digest('hex');
}
