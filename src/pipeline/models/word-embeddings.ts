import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UserError } from '../../errors.ts';
import { dot } from '../math/numeric.ts';
import type { Manifest } from './manifest.ts';
import type { Pack } from './pack.ts';
import { asPrompt } from './vocabulary.ts';

const FLOAT = Float32Array.BYTES_PER_ELEMENT;
/** Other processors round otherwise; another tower differs by far more. */
const SAME_TOWER = 0.999;

/**
 * The words of a closed vocabulary in CLIP's space, by their prompts: unit length each. Empty where the pack
 * brings none. Throws `UserError('bad-pack')` when the file does not hold a row for each word.
 */
export async function readWordEmbeddings(
  folder: string,
  manifest: Manifest,
): Promise<ReadonlyMap<string, Float32Array>> {
  const { finds = [], embeddings } = manifest.vocabulary ?? {};
  if (embeddings === undefined) return new Map();
  const bytes = await readFile(join(folder, embeddings.file));
  const width = bytes.length / FLOAT / finds.length;
  if (!Number.isInteger(width))
    throw wrong(manifest, `does not hold a row for each of ${finds.length} words`);
  const values = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  return new Map(
    finds.map((word, w) => [
      asPrompt(manifest, word),
      Float32Array.from({ length: width }, (_, i) => values.getFloat32(FLOAT * (w * width + i), true)),
    ]),
  );
}

/**
 * Throws `UserError('bad-pack')` when the pack's text tower embeds the first word differently from the file.
 */
export async function checkWordEmbeddings({ manifest, embedTexts, encodeText }: Pack): Promise<void> {
  const { finds: [word] = [], embeddings } = manifest.vocabulary ?? {};
  if (embeddings === undefined || word === undefined) return;
  const prompt = asPrompt(manifest, word);
  const [told] = await embedTexts([prompt]);
  const { data } = (await encodeText(prompt)).textEmbeds;
  if (told.length === data.length && dot(told, data) > SAME_TOWER) return;
  throw wrong(manifest, 'was not made by its text tower');
}

/** What `readWordEmbeddings` reads, made by the pack's own text tower. */
export async function wordEmbeddings({ manifest, encodeTexts }: Pack): Promise<Buffer> {
  const { finds = [] } = manifest.vocabulary ?? {};
  const encoded = await encodeTexts(finds.map(word => asPrompt(manifest, word)));
  const values = encoded.flatMap(({ textEmbeds }) => [...textEmbeds.data]);
  const bytes = Buffer.alloc(FLOAT * values.length);
  for (const [i, value] of values.entries()) bytes.writeFloatLE(value, FLOAT * i);
  return bytes;
}

const wrong = ({ name, vocabulary }: Manifest, what: string) =>
  new UserError('bad-pack', `${vocabulary?.embeddings?.file} of the pack ${name} ${what}.`);
