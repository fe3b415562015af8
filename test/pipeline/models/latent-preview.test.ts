import { expect, test } from 'vitest';
import { resize } from '../../../src/pipeline/image/resample.ts';
import { viewOf } from '../../../src/pipeline/image/view.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';
import { fitPreview, previewOf } from '../../../src/pipeline/models/latent-preview.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { meadow } from '../../support/pictures.ts';

const noise = (seed: number, dims: number[]) => ({
  data: gaussian(seed)(dims.reduce((a, b) => a * b)),
  dims,
});

test('A map that made the colours is found again.', () => {
  const latents = noise(1, [2, 4, 8, 8]);
  const map = [
    [0.1, -0.2, 0.05],
    [0.02, 0.1, -0.1],
    [-0.1, 0, 0.15],
    [0.05, 0.03, 0.01],
    [0.1, 0.2, -0.3],
  ] as [number, number, number][];
  const pack = { latentPreview: map } as Parameters<typeof previewOf>[0];
  const fitted = fitPreview(latents, previewOf(pack, latents)!);
  fitted.forEach((row, i) => {
    row.forEach((value, rgb) => {
      expect(value).toBeCloseTo(map[i][rgb], 2);
    });
  });
});

test('The built-in pack previews a picture from its latents about as a thumbnail would show it.', async () => {
  const pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
  const { resolution, scaleFactor } = pack.manifest;
  const picture = await meadow(256, 256, { name: 'lion', size: 180 });
  const window = { left: 0, top: 0, width: 256, height: 256 };
  const latents = await pack.encodeLatents(viewOf(picture, window, resolution, resolution));
  const preview = previewOf(pack.manifest, latents)!;
  const side = resolution / scaleFactor;
  expect(preview.dims).toEqual([1, 3, side, side]);
  const thumbnail = resize(viewOf(picture, window, resolution, resolution), side, side);
  const error =
    preview.data.reduce((sum, v, i) => sum + Math.abs(v - thumbnail.data[i]), 0) / preview.data.length;
  const flat = thumbnail.data.reduce((sum, v) => sum + v, 0) / thumbnail.data.length;
  const spread = thumbnail.data.reduce((sum, v) => sum + Math.abs(v - flat), 0) / thumbnail.data.length;
  expect(error).toBeLessThan(0.5 * spread);
});

test('A pack without a map previews nothing.', async () => {
  const pack = { latentPreview: undefined } as Parameters<typeof previewOf>[0];
  expect(previewOf(pack, noise(2, [1, 4, 2, 2]))).toBeUndefined();
});
