import { decode as decodeByOther } from 'fast-png';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { loadPicture } from '../../../src/pipeline/image/load.ts';
import { decodePng } from '../../../src/pipeline/image/png-decode.ts';
import { gradient, noise, sharpOf } from './files.ts';

const [width, height] = [53, 41];
const raw = (channels: 1 | 2 | 3 | 4, deep = false) => {
  const image = sharp(noise(width * height * channels, deep), { raw: { width, height, channels } });
  if (deep) return image.toColourspace(channels < 3 ? 'grey16' : 'rgb16');
  return channels < 3 ? image.toColourspace('b-w') : image;
};

describe('decodePng and libvips read the same of', () => {
  test.each([
    ['RGB', raw(3).png()],
    ['RGBA', raw(4).png()],
    ['grey', raw(1).png()],
    ['grey with alpha', raw(2).png()],
    ['RGB of 16 bits', raw(3, true).png()],
    ['RGBA of 16 bits', raw(4, true).png()],
    ['smooth colours with every filter', sharpOf(gradient(width, height)).png({ adaptiveFiltering: true })],
    ['a palette', sharpOf(gradient(width, height)).png({ palette: true })],
    ['a palette of 2 bits', sharpOf(gradient(width, height)).png({ palette: true, colours: 4 })],
    ['a palette with alpha', raw(4).png({ palette: true })],
  ])('%s.', async (_, file) => {
    const bytes = await file.toBuffer();
    const decoded = decodePng(bytes);
    const { rgb, alpha } = await loadPicture(bytes);
    expect([decoded?.width, decoded?.height]).toEqual([width, height]);
    const rows = decoded?.rows(0, height);
    expect(rows?.rgb).toEqual(rgb);
    expect(rows?.alpha).toEqual(alpha);
  });
});

test('Rows from the middle are those that another decoder reads.', async () => {
  const bytes = await sharpOf(gradient(width, height)).png({ adaptiveFiltering: true }).toBuffer();
  const { data } = decodeByOther(bytes);
  const rows = decodePng(bytes)?.rows(17, 5);
  expect(Array.from(rows?.rgb ?? [])).toEqual(Array.from(data.subarray(17 * width * 3, 22 * width * 3)));
});

test.each([
  ['a JPEG', () => raw(3).jpeg().toBuffer()],
  ['an interlaced PNG', () => raw(3).png({ progressive: true }).toBuffer()],
  ['a PNG that is to be turned', () => raw(3).png().withMetadata({ orientation: 6 }).toBuffer()],
  ['a PNG that is cut off', async () => (await raw(3).png().toBuffer()).subarray(0, 900)],
])('It leaves %s alone.', async (_, make) => {
  expect(decodePng(await make())).toBeUndefined();
});
