import { readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { facts, furthest, reference, tinyPack } from '../../support/exports.ts';
import { tempFolder } from '../../support/folders.ts';

test('Optimised graphs are kept, compute what the others do, and are made anew when they are damaged.', async () => {
  const { folder } = await tinyPack(['sd15-inpaint', 'clip-split', 'clipseg-rank3']);
  const cache = { folder: join(tempFolder(), 'cache'), leastBytes: 200_000 };
  const logitsWith = async (more: object) => {
    const pack = await loadPack(folder, { provider: 'cpu', threads: 1, ...more });
    return pack.segment(reference('clipseg/images'), facts.prompts[0]);
  };
  const plain = await logitsWith({});
  expect(furthest(await logitsWith({ cache }), plain)).toBe(0);
  const kept = readdirSync(cache.folder).map(file => join(cache.folder, file));
  // The UNet, CLIPSeg and a text encoder are above the limit, the autoencoder's halves below it.
  expect(kept.length).toBeGreaterThanOrEqual(3);
  expect(kept.every(file => file.endsWith('.onnx'))).toBe(true);

  for (const file of kept) writeFileSync(file, 'nonsense');
  expect(furthest(await logitsWith({ cache }), plain)).toBe(0);
  expect(kept.every(file => statSync(file).size > 10_000)).toBe(true);

  const before = kept.map(file => statSync(file).mtimeMs);
  expect(furthest(await logitsWith({ cache }), plain)).toBe(0);
  expect(kept.map(file => statSync(file).mtimeMs)).toEqual(before);
});
