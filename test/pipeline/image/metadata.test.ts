import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { loadPicture } from '../../../src/pipeline/image/load.ts';
import { withoutMetadata } from '../../../src/pipeline/image/metadata/index.ts';
import { readRecipe } from '../../../src/pipeline/image/metadata/recipe.ts';
import { toldBy } from '../../support/told.ts';
import { animation, gradient, noise, sharpOf } from './files.ts';
import { RECIPE, SECRETS, TELLING } from './telling.ts';

const secretsIn = (file: Buffer) => SECRETS.filter(word => file.includes(word));
const clean = (file: Buffer): Buffer => {
  const stripped = withoutMetadata(file);
  if (stripped === undefined) throw new Error('not stripped');
  return stripped;
};

describe.each(['png', 'jpeg', 'webp'] as const)('Of a %s that tells everything', format => {
  test('no metadata is left but orientation, colour space and recipe, as another parser reads it.', async () => {
    const file = await TELLING[format]();
    expect(secretsIn(file).length).toBeGreaterThan(3);
    const stripped = clean(file);
    expect(secretsIn(stripped)).toEqual([]);
    expect(toldBy(file)).toEqual(expect.arrayContaining(['exif.BodySerialNumber', 'gps.Latitude']));
    expect(toldBy(stripped)).toEqual([]);
    const metadata = await sharp(stripped).metadata();
    expect(metadata.icc).toEqual((await sharp(file).metadata()).icc);
    expect(metadata.orientation).toBe(6);
    expect(readRecipe(metadata.xmpAsString ?? '')).toEqual(readRecipe(RECIPE));
  });

  test('the samples stay.', async () => {
    const file = await TELLING[format]();
    const samples = (bytes: Buffer) => sharp(bytes).autoOrient().raw().toBuffer();
    expect((await samples(clean(file))).equals(await samples(file))).toBe(true);
  });
});

test('Of a GIF its comments and what programs put into it go, and its frames stay, for as long as they were shown.', async () => {
  const file = await TELLING.gif();
  expect(secretsIn(file)).toEqual(['SN-0815', 'a private note', 'SecretTool']);
  const stripped = clean(file);
  expect(secretsIn(stripped)).toEqual([]);
  expect((await sharp(stripped).raw().toBuffer()).equals(await sharp(file).raw().toBuffer())).toBe(true);
});

test.each(['gif', 'webp'] as const)('An animated %s stays one.', async format => {
  const file = await animation(format, ['#ff0000', '#00ff00', '#0000ff']);
  const about = async (bytes: Buffer) => {
    const { pages, loop, delay } = await sharp(bytes, { animated: true }).metadata();
    return { pages, loop, delay };
  };
  expect(await about(clean(file))).toEqual(await about(file));
});

test.each(['png', 'jpeg', 'webp', 'gif'] as const)(
  'A %s that tells nothing stays what it is.',
  async format => {
    const file = await sharpOf(gradient(40, 30)).toFormat(format).toBuffer();
    const stripped = clean(file);
    expect(clean(stripped).equals(stripped)).toBe(true);
    expect((await sharp(stripped).raw().toBuffer()).equals(await sharp(file).raw().toBuffer())).toBe(true);
  },
);

test.each([
  ['AVIF', () => TELLING.avif()],
  [
    'a JPEG whose segments do not follow one another',
    () => Buffer.from('\xff\xd8\xff\xe0\0\x04abcdef', 'latin1'),
  ],
  ['a WebP with a chunk that is cut off', () => Buffer.from('RIFF\x20\0\0\0WEBPEXIF\xff\xff\0\0', 'latin1')],
  ['a GIF that is cut off', async () => (await TELLING.gif()).subarray(0, 120)],
  ['words', () => Buffer.from('not a picture at all')],
])('%s is left to others.', async (_, make) => {
  expect(withoutMetadata(await make())).toBeUndefined();
});

test('A JPEG of which the end mark alone is missing is read.', async () => {
  const whole = await sharp(noise(64 * 64 * 3, false), { raw: { width: 64, height: 64, channels: 3 } })
    .jpeg()
    .toBuffer();
  const { rgb } = await loadPicture(whole.subarray(0, -2));
  expect(rgb).toEqual((await loadPicture(whole)).rgb);
});
