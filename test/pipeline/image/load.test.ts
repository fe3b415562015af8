import { deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { loadPicture } from '../../../src/pipeline/image/load.ts';
import { makeChunk, type PngChunk, withChunks } from '../../../src/pipeline/image/png-chunks.ts';
import { animation, blackPng, gradient, noise, sharpOf } from './files.ts';

const picture = gradient(48, 32);
const image = sharpOf(picture);
const pixels = picture.width * picture.height;

/** Mean difference of samples, in levels of 255. */
const meanError = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Array.from(b, (v, i) => Math.abs(a[i] - v)).reduce((x, y) => x + y) / b.length;

describe('a picture in each format', () => {
  test.each([
    ['PNG', image.clone().png()],
    ['lossless WebP', image.clone().webp({ lossless: true })],
  ])('A %s comes out with the very samples that went in.', async (_, file) => {
    const loaded = await loadPicture(await file.toBuffer());
    expect(loaded).toEqual(picture);
  });

  test.each([
    ['JPEG', image.clone().jpeg({ quality: 95, chromaSubsampling: '4:4:4' }), 2],
    ['WebP', image.clone().webp({ quality: 95 }), 4],
    ['GIF', image.clone().gif({ dither: 0 }), 8],
    ['AVIF', image.clone().avif({ quality: 90, chromaSubsampling: '4:4:4' }), 3],
  ])('A %s comes out as close as the format allows.', async (_, file, tolerance) => {
    const { width, height, rgb } = await loadPicture(await file.toBuffer());
    expect([width, height, rgb.length]).toEqual([48, 32, pixels * 3]);
    expect(meanError(rgb, picture.rgb)).toBeLessThan(tolerance);
  });
});

describe('kinds of samples', () => {
  test('Alpha is kept aside, and the colours under it are kept.', async () => {
    const rgba = noise(pixels * 4, false);
    const file = sharp(rgba, { raw: { width: 48, height: 32, channels: 4 } }).png();
    const { rgb, alpha } = await loadPicture(await file.toBuffer());
    expect(rgb).toEqual(rgba.filter((_, i) => i % 4 !== 3));
    expect(alpha).toEqual(rgba.filter((_, i) => i % 4 === 3));
  });

  test('A greyscale picture becomes three equal channels, opaque.', async () => {
    const grey = noise(pixels, false);
    const file = sharp(grey, { raw: { width: 48, height: 32, channels: 1 } })
      .toColourspace('b-w')
      .png();
    const bytes = await file.toBuffer();
    expect((await sharp(bytes).metadata()).channels).toBe(1);
    const { rgb, alpha } = await loadPicture(bytes);
    expect(Array.from(rgb)).toEqual(Array.from({ length: pixels * 3 }, (_, i) => grey[Math.floor(i / 3)]));
    expect(alpha).toBeUndefined();
  });

  test('A greyscale picture with alpha keeps both.', async () => {
    const samples = noise(pixels * 2, false);
    const file = sharp(samples, { raw: { width: 48, height: 32, channels: 2 } })
      .toColourspace('b-w')
      .png();
    const bytes = await file.toBuffer();
    expect((await sharp(bytes).metadata()).channels).toBe(2);
    const { rgb, alpha } = await loadPicture(bytes);
    expect(Array.from(rgb)).toEqual(
      Array.from({ length: pixels * 3 }, (_, i) => samples[2 * Math.floor(i / 3)]),
    );
    expect(alpha).toEqual(samples.filter((_, i) => i % 2 === 1));
  });

  test.each([3, 4] as const)('A 16-bit PNG of %i channels keeps every bit.', async channels => {
    const samples = noise(pixels * channels, true);
    const file = sharp(samples, { raw: { width: 48, height: 32, channels } })
      .toColourspace('rgb16')
      .png();
    const { rgb, alpha } = await loadPicture(await file.toBuffer());
    expect(rgb).toEqual(samples.filter((_, i) => i % channels < 3));
    expect(alpha).toEqual(channels === 4 ? samples.filter((_, i) => i % 4 === 3) : undefined);
  });

  test('A CMYK JPEG becomes RGB that looks alike.', async () => {
    const bytes = await image.clone().toColourspace('cmyk').jpeg({ quality: 95 }).toBuffer();
    expect((await sharp(bytes).metadata()).space).toBe('cmyk');
    const { width, height, rgb } = await loadPicture(bytes);
    expect([width, height, rgb.length]).toEqual([48, 32, pixels * 3]);
    expect(meanError(rgb, picture.rgb)).toBeLessThan(40);
  });
});

describe('orientation and frames', () => {
  test.each([
    [3, 48, 32],
    [6, 32, 48],
    [8, 32, 48],
  ])('EXIF orientation %i is turned upright, %i × %i.', async (orientation, width, height) => {
    const bytes = await image.clone().withMetadata({ orientation }).png().toBuffer();
    const loaded = await loadPicture(bytes);
    expect([loaded.width, loaded.height]).toEqual([width, height]);
    const angle = { 3: 180, 6: 90, 8: 270 }[orientation];
    const turned = await image.clone().rotate(angle).raw().toBuffer();
    expect(Array.from(loaded.rgb)).toEqual(Array.from(turned));
  });

  test.each(['gif', 'webp'] as const)('Of an animated %s the first frame is taken.', async format => {
    const bytes = await animation(format, ['#ff0000', '#00ff00', '#0000ff']);
    expect((await sharp(bytes).metadata()).pages).toBe(3);
    const { width, height, rgb } = await loadPicture(bytes);
    expect([width, height]).toEqual([32, 24]);
    expect(Array.from(rgb.subarray(0, 3))).toEqual([255, 0, 0]);
    expect(new Set(rgb.filter((_, i) => i % 3 === 0))).toEqual(new Set([255]));
  });
});

const svg = Buffer.from(
  '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64"/></svg>',
);
const pdf = Buffer.from(
  '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n',
);
const cut = (file: Sharp) => file.toBuffer().then(bytes => bytes.subarray(0, bytes.length / 2));
const detailed = sharp(noise(64 * 64 * 3, false), { raw: { width: 64, height: 64, channels: 3 } });
const unreadable = 'That is not a picture Inlay can read: use PNG, JPEG, WebP, GIF or AVIF.';
const damaged = 'The picture is damaged or cut off: save it again and retry.';

/** A PNG with texts of 100 MB in all, as small as they pack, and more of them than would fit into memory. */
function swollenPng(): Buffer {
  const text = deflateSync(Buffer.alloc(5e6));
  const chunk = makeChunk('zTXt', Buffer.concat([Buffer.from('Comment\0\0'), text]));
  return withChunks(blackPng(64, 64), new Array<PngChunk>(1000).fill(chunk));
}

const manyChunks = () =>
  withChunks(blackPng(64, 64), new Array<PngChunk>(1e6).fill(makeChunk('IDAT', new Uint8Array())));

test('Texts in a PNG that would inflate to gigabytes are not inflated.', async () => {
  const bytes = swollenPng();
  const start = performance.now();
  const { width } = await loadPicture(bytes);
  expect(width).toBe(64);
  // Inflating five gigabytes takes ten seconds and more.
  expect(performance.now() - start).toBeLessThan(4000);
});

test.each<[string, string, () => Promise<Buffer> | Buffer]>([
  ['Words', unreadable, () => Buffer.from('not a picture at all')],
  ['An empty file', unreadable, () => Buffer.alloc(0)],
  ['An SVG', unreadable, () => svg],
  ['A PDF', unreadable, () => pdf],
  ['A TIFF', unreadable, () => image.clone().tiff().toBuffer()],
  ['A truncated PNG', damaged, () => cut(detailed.clone().png())],
  ['A truncated JPEG', damaged, () => cut(detailed.clone().jpeg())],
  ['A truncated WebP', damaged, () => cut(detailed.clone().webp())],
  ['A truncated GIF', damaged, () => cut(detailed.clone().gif())],
  ['A truncated AVIF', damaged, () => cut(detailed.clone().avif())],
  ['A bomb', 'The picture has 900 megapixels, more than the 40 allowed.', () => blackPng(30_000, 30_000)],
  [
    'A picture just too large',
    'The picture has 41 megapixels, more than the 40 allowed.',
    () => blackPng(8000, 5001),
  ],
  [
    'A thread',
    'The picture is 16 × 600 pixels: too thin, as one side may be 32 times the other at most.',
    () => blackPng(16, 600),
  ],
  ['A PNG of a million empty chunks', damaged, () => manyChunks()],
  [
    'A HEIC with a JPEG’s name',
    'That is a HEIC picture, whatever its name says: save it as JPEG or PNG.',
    () => Buffer.from(`\0\0\0\x18ftypmif1\0\0\0\0mif1heic${'\0'.repeat(40)}`, 'latin1'),
  ],
  ['A speck', 'The picture is 40 × 15 pixels: too small to find anything in.', () => blackPng(40, 15)],
])('%s is refused: %s', async (_, sentence, make) => {
  const bytes = await make();
  const error = await loadPicture(bytes).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(UserError);
  expect(error).toMatchObject({ code: 'bad-image', message: sentence });
});

test('A picture of exactly 40 megapixels is not refused for its size.', async () => {
  const { width, height } = await loadPicture(blackPng(8000, 5000));
  expect([width, height]).toEqual([8000, 5000]);
});
