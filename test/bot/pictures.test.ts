import sharp from 'sharp';
import { expect, test } from 'vitest';
import { badge } from '../../src/bot/pictures/badge.ts';
import { fitPicture } from '../../src/bot/pictures/fit.ts';
import { sheetOf } from '../../src/bot/pictures/sheet.ts';
import { withoutMetadata } from '../../src/pipeline/image/metadata/index.ts';
import { recipeXmp } from '../../src/pipeline/image/metadata/recipe.ts';
import { colouredPng, iccp } from '../pipeline/image/coloured.ts';
import { SECRETS, TELLING } from '../pipeline/image/telling.ts';
import { toldBy } from '../support/told.ts';

/** Noise, which no format makes small. */
const noise = (width: number, height: number) => {
  const samples = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 2_654_435_761) >>> 11);
  return sharp(samples, { raw: { width, height, channels: 3 } });
};

test('A picture that fits stays as it is, with its own ending.', async () => {
  const png = withoutMetadata(await noise(20, 20).png().toBuffer())!;
  expect(await fitPicture(png, png.length)).toEqual({ bytes: png, extension: 'png', shrunk: false });
  const jpeg = await noise(20, 20).jpeg().toBuffer();
  expect((await fitPicture(jpeg, 1e6)).extension).toBe('jpg');
});

test('A picture that is too large becomes WebP, then smaller, and says so; its recipe stays.', async () => {
  const xmp = recipeXmp({
    pack: { name: 'emoji', version: '1' },
    recipe: { from: 'horse', to: 'zebra' } as never,
  });
  const png = await noise(300, 200).withXmp(xmp).png().toBuffer();
  const half = await fitPicture(png, Math.floor(png.length / 2));
  expect(half).toMatchObject({ extension: 'webp', shrunk: true });
  expect(half.bytes.length).toBeLessThanOrEqual(png.length / 2);
  const tiny = await fitPicture(png, 4000);
  const { width = 0, height = 0, xmpAsString } = await sharp(tiny.bytes).metadata();
  expect(width).toBeLessThan(300);
  expect(width / height).toBeCloseTo(1.5, 1);
  expect(xmpAsString).toContain('compositeWithTrainedAlgorithmicMedia');
});

test('A badge is white figures on dark in the upper left corner, and nothing elsewhere.', () => {
  const grey = { width: 70, height: 70, rgb: new Uint8Array(70 * 70 * 3).fill(128) };
  const { rgb } = badge(grey, '1');
  const row = (y: number) => Array.from({ length: 8 }, (_, x) => rgb[(y * 70 + x) * 3]);
  expect(row(2)).toEqual([24, 24, 24, 255, 24, 24, 24, 128]);
  expect(row(6)).toEqual([24, 24, 255, 255, 255, 24, 24, 128]);
  expect(row(9)).toEqual(new Array(8).fill(128));
  expect(() => badge(grey, 'x')).toThrow('There is no figure "x" for a badge.');
});

test('A sheet holds its pictures in rows, small ones enlarged, transparent and grey ones too.', async () => {
  const red = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#f00' } })
    .png()
    .toBuffer();
  const clear = await sharp({ create: { width: 40, height: 30, channels: 4, background: '#0000' } })
    .png()
    .toBuffer();
  const dim = await sharp({ create: { width: 40, height: 30, channels: 3, background: '#777' } })
    .greyscale()
    .png()
    .toBuffer();
  const sheet = await sheetOf([{ bytes: red, label: '1' }, { bytes: clear }, { bytes: dim }], 2);
  const { data, info } = await sharp(sheet).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([2 * 640 + 3 * 16, 2 * 480 + 3 * 16]);
  const at = (x: number, y: number) => [
    ...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3),
  ];
  expect(at(300, 300)).toEqual([255, 0, 0]);
  expect(at(1000, 300)).toEqual([255, 255, 255]);
  expect(at(300, 800)).toEqual([119, 119, 119]);
});

test.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)(
  'A %s that is posted says nothing of who took it, where and with what, whether it fits or not.',
  async format => {
    const file = await TELLING[format]();
    for (const most of [1e6, 1300]) {
      const { bytes } = await fitPicture(file, most);
      expect(bytes.length).toBeLessThanOrEqual(most);
      expect(SECRETS.filter(word => bytes.includes(word))).toEqual([]);
      expect(toldBy(bytes)).toEqual([]);
    }
  },
);

test('A picture in Display P3 of 16 bits looks the same when it is made smaller.', async () => {
  const data = Uint16Array.from({ length: 64 * 64 * 3 }, (_, i) => [50_000, 9000, 4000][i % 3]);
  const file = colouredPng({ width: 64, height: 64, data }, [await iccp('p3')]);
  const { bytes, shrunk } = await fitPicture(file, file.length - 1);
  expect(shrunk).toBe(true);
  const shown = await sharp(bytes).raw().toBuffer();
  const eight = colouredPng({ width: 64, height: 64, data: Uint8Array.from(data, v => v / 257) }, [
    await iccp('p3'),
  ]);
  const expected = await sharp(eight).toColourspace('srgb').raw().toBuffer();
  for (let c = 0; c < 3; c++) expect(Math.abs(shown[c] - expected[c])).toBeLessThanOrEqual(4);
});
