import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { edit, loadPack, type Pack } from '../../../src/index.ts';
import type { Picture } from '../../../src/pipeline/image/picture.ts';
import { meadow } from '../../support/pictures.ts';

let pack: Pack;
/** A lion alone, a PNG of 240 × 180: what is not the lion is clear. */
let sticker: Buffer;

beforeAll(async () => {
  pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
  const { width, height, rgb, masks } = await meadow(240, 180, { name: 'lion', size: 110 });
  const rgba = Buffer.alloc(width * height * 4);
  for (let p = 0; p < width * height; p++) {
    const shown = masks[0][p];
    rgba.set(shown === 0 ? [0, 0, 0, 0] : [...rgb.subarray(p * 3, p * 3 + 3), shown], p * 4);
  }
  sticker = await sharp(rgba, { raw: { width, height, channels: 4 } })
    .png()
    .toBuffer();
});

const visible = ({ alpha }: Picture) => Array.from(alpha ?? []).filter(v => v > 127).length;

test('Taken away, a sticker leaves nothing, not a white shape.', async () => {
  const { image, source, receipt } = await edit(pack, sticker, { from: 'lion', to: 'nothing' });
  expect(visible(source)).toBeGreaterThan(2000);
  expect(visible(image)).toBeLessThan(0.02 * visible(source));
  expect(receipt.changedOutside).toBe(0);
});

test('Replaced, the new object is as opaque as it is, and what is round it is clear.', async () => {
  const { image, matte, receipt } = await edit(pack, sticker, { from: 'lion', to: 'cow' });
  const solid = matte.data.filter(v => v > 127).length;
  expect(solid).toBeGreaterThan(2000);
  expect(Math.abs(visible(image) - solid)).toBeLessThan(0.05 * solid);
  expect(receipt).toMatchObject({ changedOutside: 0, drawings: 3, chosen: [1] });
});

test('Consecutive seeds are different drawings, until all were shown.', async () => {
  const localisations = new Map();
  const seeds = [1, 2, 3, 4];
  const mattes = [];
  for (const seed of seeds) {
    const { matte, receipt } = await edit(
      pack,
      sticker,
      { from: 'lion', to: 'zebra', seed },
      { localisations },
    );
    expect(receipt.chosen).toEqual([1 + ((seed - 1) % 3)]);
    mattes.push(matte.data);
  }
  const apart = (a: Uint8Array, b: Uint8Array) => a.filter((v, i) => v > 127 !== b[i] > 127).length;
  const ink = mattes[0].filter(v => v > 127).length;
  expect(apart(mattes[0], mattes[1])).toBeGreaterThan(0.1 * ink);
  expect(apart(mattes[1], mattes[2])).toBeGreaterThan(0.1 * ink);
  expect(apart(mattes[0], mattes[2])).toBeGreaterThan(0.1 * ink);
  expect(apart(mattes[0], mattes[3])).toBeLessThan(0.05 * ink);
});
