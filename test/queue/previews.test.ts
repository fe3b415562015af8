import sharp from 'sharp';
import { expect, test } from 'vitest';
import type { Tensor } from '../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import { previewer } from '../../src/queue/previews.ts';
import { makeFolder } from '../support/folders.ts';
import { packWith } from '../support/packs.ts';

const pack = await loadPack('emoji', { provider: 'cpu' });
/** The same without its small decoder. */
const bare = await loadPack(
  packWith(({ components }) => {
    delete components.previewDecoder;
  }, makeFolder()),
  { provider: 'cpu' },
);
const flat = (cells: number): Tensor => ({
  data: new Float32Array(8 * cells * cells).fill(0.5),
  dims: [1, 8, cells, cells],
});

async function previewsOf(offers: readonly [step: number, latents: Tensor][], of = bare): Promise<Buffer[]> {
  const shown: Buffer[] = [];
  const previews = previewer(of, async png => void shown.push(png));
  for (const [step, latents] of offers) {
    previews.offer(step, 20, latents);
    await previews.settled();
  }
  return shown;
}

test('Without a small decoder few latents are decoded for a preview, many are shown as they are, a pixel each.', async () => {
  const [few] = await previewsOf([[5, flat(32)]]);
  const [many] = await previewsOf([[5, flat(64)]]);
  expect(await sharp(few).metadata()).toMatchObject({ width: 256, height: 256 });
  expect(await sharp(many).metadata()).toMatchObject({ width: 64, height: 64 });
});

test('A small decoder makes pictures as large as those of the whole one, and much like them.', async () => {
  const pixels = async (of: typeof pack) => {
    const [png] = await previewsOf([[5, flat(32)]], of);
    return sharp(png).raw().toBuffer({ resolveWithObject: true });
  };
  const [small, whole] = [await pixels(pack), await pixels(bare)];
  expect(small.info).toMatchObject({ width: 256, height: 256 });
  const apart = small.data.reduce((sum, v, i) => sum + Math.abs(v - whole.data[i]), 0) / small.data.length;
  expect(apart).toBeGreaterThan(0);
  expect(apart).toBeLessThan(12);
});

test('Noise is not shown, nor what is done anyway, nor two previews at once.', async () => {
  const latents = flat(64);
  expect(
    await previewsOf([
      [1, latents],
      [20, latents],
    ]),
  ).toEqual([]);
  expect(
    await previewsOf([
      [5, latents],
      [6, latents],
    ]),
  ).toHaveLength(1);
});
