import { copyFileSync, mkdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Tensor, tensor } from '../../src/pipeline/math/tensor.ts';
import { type ImportRequest, importPack } from '../../src/pipeline/models/import/index.ts';
import { tempFolder } from './folders.ts';

const FIXTURES = fileURLToPath(new URL('../fixtures/packs/', import.meta.url));
const readJson = (file: string) => JSON.parse(readFileSync(join(FIXTURES, file), 'utf8'));

/** Which file of `pool/` stands where in which export. */
const exported: Record<string, Record<string, string>> = readJson('exports.json');

interface Facts {
  readonly prompt: string;
  readonly prompts: readonly string[];
  readonly steps: number;
  readonly guidance: Readonly<Record<string, number>>;
  readonly arrays: Readonly<Record<string, { shape: number[]; offset: number }>>;
}

/** What the pinned arrays were made with. */
export const facts: Facts = readJson('arrays.json');
const bytes = readFileSync(join(FIXTURES, 'arrays.bin'));

/** Random weights are never confident: their presence scores are set here. */
export const CREDULOUS = {
  tiles: [1],
  presenceCells: 7,
  logitOffset: 0,
  presence: { bias: 50, coarsePass: 0, finePass: 0, clip: 0, rank: 0, agreement: 0, above: 0.5, most: 0.99 },
  contrasts: ['something else'],
};
/** An array that diffusers or transformers computed. */
export function reference(name: string): Tensor {
  const { shape, offset } = facts.arrays[name];
  const length = shape.reduce((a, b) => a * b, 1);
  const start = bytes.byteOffset + offset;
  return tensor(new Float32Array(bytes.buffer.slice(start, start + length * 4)), shape);
}

/** The files of an export, by their place in it. */
export const filesOf = (name: string): [place: string, path: string][] =>
  Object.entries(exported[name]).map(([place, file]) => [place, join(FIXTURES, 'pool', file)]);

/** An export as its tool would have left it in a folder; its files are copies. `but` leaves some out. */
export function exportFolder(name: string, but: (place: string) => boolean = () => false): string {
  const folder = join(tempFolder(), name);
  for (const [place, path] of filesOf(name)) {
    if (but(place)) continue;
    mkdirSync(dirname(join(folder, place)), { recursive: true });
    copyFileSync(path, join(folder, place));
  }
  return folder;
}

/** Exports made into a pack in a folder of its own. */
export const tinyPack = (names: readonly string[], more: Partial<ImportRequest> = {}) =>
  importPack({
    sources: names.map(name => exportFolder(name)),
    models: tempFolder(),
    name: names[0],
    ...more,
  });

/** The greatest difference. Throws when the shapes differ in size. */
export function furthest(actual: Tensor, expected: Tensor): number {
  if (actual.data.length !== expected.data.length)
    throw new Error(`[${actual.dims.join(', ')}] is not as large as [${expected.dims.join(', ')}]`);
  return expected.data.reduce((most, v, i) => Math.max(most, Math.abs(actual.data[i] - v)), 0);
}
