import { readFile } from 'node:fs/promises';
import { beforeAll, expect, test } from 'vitest';
import { loadPicture } from '../../../src/pipeline/image/load.ts';
import { likelyContents } from '../../../src/pipeline/localise/contents.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';

let pack: Pack;
beforeAll(async () => {
  pack = await loadPack('emoji', { provider: 'cpu' });
});

const look = async (file: string, except?: string) =>
  likelyContents(pack, await loadPicture(await readFile(file)), except);

test.each([
  ['assets/sample.png', 'horse'],
  ['docs/pictures/sources/apple.png', 'red apple'],
  ['docs/pictures/sources/pizza.png', 'pizza'],
])('What stands in %s is among the first three objects seen.', async (file, word) => {
  const seen = await look(file);
  expect(seen.slice(0, 3).map(sight => sight.word)).toContain(word);
  expect(seen.length).toBeLessThanOrEqual(5);
  const scores = seen.map(({ score }) => score);
  expect(scores).toEqual(scores.toSorted((a, b) => b - a));
  expect(Math.min(...scores)).toBeGreaterThan(0);
});

test('The word that was asked for in vain is not offered again.', async () => {
  const seen = await look('docs/pictures/sources/pizza.png', 'pizza');
  expect(seen.map(({ word }) => word)).not.toContain('pizza');
});

test('With an open vocabulary the result is empty.', async () => {
  const { vocabulary: _, ...manifest } = pack.manifest;
  const picture = await loadPicture(await readFile('assets/sample.png'));
  expect(await likelyContents({ ...pack, manifest }, picture)).toEqual([]);
});
