import sharp from 'sharp';
import { expect, test } from 'vitest';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import type { Tensor } from '../../src/pipeline/tensor.ts';
import { previewer } from '../../src/queue/previews.ts';

const pack = await loadPack('emoji', { provider: 'cpu' });
const flat = (cells: number): Tensor => ({
  data: new Float32Array(8 * cells * cells).fill(0.5),
  dims: [1, 8, cells, cells],
});

async function previewsOf(offers: readonly [step: number, latents: Tensor][]): Promise<Buffer[]> {
  const shown: Buffer[] = [];
  const previews = previewer(pack, async png => void shown.push(png));
  for (const [step, latents] of offers) {
    previews.offer(step, 20, latents);
    await previews.settled();
  }
  return shown;
}

test('Few latents are decoded for a preview, many are shown as they are, a pixel each.', async () => {
  const [few] = await previewsOf([[5, flat(32)]]);
  const [many] = await previewsOf([[5, flat(64)]]);
  expect(await sharp(few).metadata()).toMatchObject({ width: 256, height: 256 });
  expect(await sharp(many).metadata()).toMatchObject({ width: 64, height: 64 });
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
