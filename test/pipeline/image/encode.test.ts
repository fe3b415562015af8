import sharp from 'sharp';
import { expect, test } from 'vitest';
import { encodeGreyPng, encodePng } from '../../../src/pipeline/image/encode.ts';
import { loadPicture } from '../../../src/pipeline/image/load.ts';
import { readRecipe, recipeXmp } from '../../../src/pipeline/image/metadata/recipe.ts';
import { noise } from './files.ts';

const [width, height] = [21, 17];

test.each([
  ['8-bit', false, false],
  ['8-bit with alpha', false, true],
  ['16-bit', true, false],
  ['16-bit with alpha', true, true],
])('A %s picture is the same after encoding and loading.', async (_, deep, withAlpha) => {
  const alpha = withAlpha ? { alpha: noise(width * height, deep, 8) } : {};
  const picture = { width, height, rgb: noise(width * height * 3, deep), ...alpha };
  expect(await loadPicture(await encodePng(picture))).toEqual(picture);
});

test('A mask is an 8-bit PNG of one channel with the very values.', async () => {
  const data = noise(width * height, false) as Uint8Array;
  const bytes = await encodeGreyPng({ width, height, data });
  expect(await sharp(bytes).metadata()).toMatchObject({
    format: 'png',
    depth: 'uchar',
    channels: 1,
    width,
    height,
  });
  const samples = await sharp(bytes).toColourspace('b-w').raw().toBuffer();
  expect(Array.from(samples)).toEqual(Array.from(data));
});

test.each([false, true])('A recipe survives in the PNG, signs and all (16-bit: %s).', async deep => {
  const picture = { width, height, rgb: noise(width * height * 3, deep) };
  const signed = {
    pack: { name: 'emoji', version: '1.0.0' },
    recipe: { from: 'a <horse> & "cart"', to: "l'élan &amp; 🦓", guidanceScale: 0, seed: 7 },
  } as unknown as Parameters<typeof recipeXmp>[0];
  const bytes = await encodePng(picture, recipeXmp(signed));
  const { xmpAsString } = await sharp(bytes).metadata();
  expect(xmpAsString).toContain('compositeWithTrainedAlgorithmicMedia');
  expect(readRecipe(xmpAsString ?? '')).toEqual(signed);
  expect((await loadPicture(bytes)).rgb).toEqual(picture.rgb);
});

test('A recipe that names a folder of this machine is none.', () => {
  for (const name of ['/etc/pack', '../pack', 'packs/mine', '\u001b[2J']) {
    const text = JSON.stringify({ pack: { name, version: '1' }, recipe: { from: 'horse', to: 'zebra' } });
    expect(() => readRecipe(text)).toThrow(/There is no recipe in that file/);
  }
});

test('A packet that opens a million recipes and closes none is read in one pass.', () => {
  const start = performance.now();
  expect(() => readRecipe('<inlay:recipe>'.repeat(1e6))).toThrow(/There is no recipe/);
  expect(performance.now() - start).toBeLessThan(3000);
});

test.each([
  ['words', 'a recipe for soup'],
  ['JSON of another kind', '{"pack":{"name":"emoji"}}'],
  ['an XMP packet of another program', '<x:xmpmeta xmlns:x="adobe:ns:meta/"></x:xmpmeta>'],
  ['nothing', ''],
])('There is no recipe in %s.', (_, text) => {
  expect(() => readRecipe(text)).toThrow(/There is no recipe in that file/);
});
