import sharp from 'sharp';
import { expect, test } from 'vitest';
import { gradientGuide } from '../../../src/pipeline/guidance/gradient.ts';
import { dot } from '../../../src/pipeline/math/numeric.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';
import { combine, type Tensor } from '../../../src/pipeline/math/tensor.ts';
import { importPack } from '../../../src/pipeline/models/import/index.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { previewer } from '../../../src/queue/previews.ts';
import { exportFolder, furthest, reference, tinyPack } from '../../support/exports.ts';
import { tempFolder } from '../../support/folders.ts';

const NAMES = ['sd15-inpaint', 'clip-split', 'clipseg-rank3'];
const CELLS = 8;

async function packWithSmall(known: object = {}) {
  // Before the whole one, so that the order of folders does not decide.
  const { folder } = await tinyPack(['small-vae', ...NAMES], { name: 'tiny', known });
  return loadPack(folder, { provider: 'cpu', threads: 1 });
}

const noise = (seed: number, dims: number[]): Tensor => ({
  data: gaussian(seed)(dims.reduce((a, b) => a * b)),
  dims,
});

test('A small decoder beside a full one is for previews; without a full one it is the decoder.', async () => {
  const { components } = (await packWithSmall()).manifest;
  expect(components.previewDecoder?.file).toBe('1-small-vae/vae_decoder/model.onnx');
  expect(components.vaeDecoder.file).toBe('2-sd15-inpaint/vae_decoder/model.onnx');
  expect(components.vaeEncoder.file).toBe('2-sd15-inpaint/vae_encoder/model.onnx');

  const but = (place: string) => place.startsWith('vae_');
  const sources = [
    exportFolder('sd15-inpaint', but),
    ...['small-vae', ...NAMES.slice(1)].map(n => exportFolder(n)),
  ];
  const { manifest } = await importPack({
    sources,
    models: tempFolder(),
    name: 'small',
    known: { scalingFactor: 1 },
  });
  expect(manifest.components.vaeDecoder.file).toBe('2-small-vae/vae_decoder/model.onnx');
  expect(manifest.components.previewDecoder).toBeUndefined();
});

test('A small decoder computes what diffusers does, of the latents as the UNet has them.', async () => {
  const pack = await packWithSmall();
  const decoded = await pack.previewLatents(reference('v-prediction/init_latents'));
  expect(furthest(decoded, reference('small/decoded'))).toBeLessThan(1e-3);
});

test('Guidance decodes and back-propagates through the small decoder.', async () => {
  const pack = await packWithSmall();
  const latents = noise(1, [1, 4, CELLS, CELLS]);
  const cotangent = noise(2, [1, 3, 8 * CELLS, 8 * CELLS]);
  const seen: Tensor[] = [];
  const loss = async (image: Tensor) => {
    seen.push(image);
    return { value: 0, cotangent };
  };
  const guide = gradientGuide(pack, {
    losses: [{ weight: 1, loss }],
    schedule: { from: 0, to: 1, every: 1 },
    steps: 1,
    meter: { steps: 0, gradients: 0, ms: 0 },
  });
  const moved = await guide(latents, 0, 0);
  expect(furthest(seen[0], await pack.previewLatents(latents))).toBe(0);

  const away = combine(1, moved, -1, latents);
  const value = async (t: number) =>
    dot((await pack.previewLatents(combine(1, latents, t, away))).data, cotangent.data);
  const slope = ((await value(0.02)) - (await value(-0.02))) / 0.04;
  const { cotangent: gradient } = await pack.gradients.previewLatents(latents, cotangent);
  expect(slope).toBeLessThan(0);
  expect(slope / dot(gradient.data, away.data)).toBeCloseTo(1, 1);
});

test('Previews come from the small decoder, also where the latents alone would show enough.', async () => {
  const latentPreview = Array.from({ length: 5 }, (): [number, number, number] => [0.1, 0.1, 0.1]);
  const pack = await packWithSmall({ latentPreview });
  const shown: Buffer[] = [];
  const previews = previewer(pack, async png => void shown.push(png));
  previews.offer(5, 20, noise(3, [1, 4, 32, 32]));
  await previews.settled();
  expect(await sharp(shown[0]).metadata()).toMatchObject({ width: 256, height: 256 });
});
