/**
 * npm run bench:upscale [-- --quick]: the pack's upscaler against Lanczos, on region windows of composed
 * pictures with a known large original. Each window is shrunk to the pack's resolution, encoded and decoded,
 * enlarged at the upscaler's full scale and to twice the size, and compared with the original by PSNR. Writes
 * a sheet: original | upscaler | Lanczos.
 */
import { encodeRendering } from '../src/pipeline/image/encode.ts';
import { contactSheet, type Rendering } from '../src/pipeline/image/render.ts';
import { resize } from '../src/pipeline/image/resample.ts';
import { viewOf } from '../src/pipeline/image/view.ts';
import { windowRound } from '../src/pipeline/image/window.ts';
import type { Tensor } from '../src/pipeline/math/tensor.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import { composeScene } from '../synthetic-scenes/compose.ts';
import { NAMES } from '../synthetic-scenes/names.ts';
import { mean, quick, report, writeOut } from './lib/report.ts';

const COUNT = quick ? 6 : 40;
const SIDE = 1300;
const SHOWN = 8;

const pack = await loadPack('emoji', { provider: 'cpu' });
const { resolution, vocabulary, defaults } = pack.manifest;
if (pack.upscale === undefined || vocabulary === undefined) throw new Error('the pack brings no upscaler');

const objects = vocabulary.paints.filter(name => NAMES.includes(name));
const upscaler: number[] = [];
const lanczos: number[] = [];
const twice: Record<'doubled' | 'shrunk' | 'lanczos', number[]> = { doubled: [], shrunk: [], lanczos: [] };
const panels: Rendering[] = [];
for (let i = 0; i < COUNT; i++) {
  const from = objects[(i * 7) % objects.length];
  const scene = await composeScene({ seed: 900 + i, width: SIDE, height: SIDE, from, distractors: 0 });
  const window = windowRound(scene.objects[0].box, defaults);
  const picture = { width: SIDE, height: SIDE, rgb: scene.image };
  const decoded = await pack.decodeLatents(
    await pack.encodeLatents(viewOf(picture, window, resolution, resolution)),
  );
  const large = await pack.upscale(decoded, Infinity);
  const side = large.dims[3];
  const truth = viewOf(picture, window, side, side);
  const smooth = resize(decoded, side, side, 'lanczos3');
  upscaler.push(psnr(truth, large));
  lanczos.push(psnr(truth, smooth));
  const double = 2 * resolution;
  const half = viewOf(picture, window, double, double);
  twice.doubled.push(psnr(half, await pack.upscale(decoded, 2)));
  twice.shrunk.push(psnr(half, resize(large, double, double, 'lanczos3')));
  twice.lanczos.push(psnr(half, resize(decoded, double, double, 'lanczos3')));
  if (i < SHOWN) panels.push(...[truth, large, smooth].map(toRendering));
}
await writeOut('upscale.png', await encodeRendering(contactSheet(panels, 6)));
const better = upscaler.filter((value, i) => value > lanczos[i]).length;
await report('upscale', {
  figures: {
    psnrUpscaler: mean(upscaler),
    psnrLanczos: mean(lanczos),
    upscalerBetter: better / COUNT,
    psnrTwice: mean(twice.doubled),
    psnrTwiceShrunk: mean(twice.shrunk),
    psnrTwiceLanczos: mean(twice.lanczos),
    windows: COUNT,
  },
  notes: [
    `windows of ${SIDE} × ${SIDE} pictures, encoded and decoded at ${resolution} px, enlarged 4×, against the truth`,
    'twice: enlarged 2× by the upscaler; 4× by it, then shrunk by Lanczos; by Lanczos alone',
  ],
});

/** PSNR in dB of two images in −1…1. */
function psnr(a: Tensor, b: Tensor): number {
  let sum = 0;
  for (let i = 0; i < a.data.length; i++) sum += (a.data[i] - Math.max(-1, Math.min(1, b.data[i]))) ** 2;
  return 10 * Math.log10(4 / (sum / a.data.length));
}

function toRendering({ data, dims }: Tensor): Rendering {
  const [, , height, width] = dims;
  const plane = height * width;
  const rgb = Uint8Array.from({ length: plane * 3 }, (_, i) => {
    const value = data[(i % 3) * plane + Math.floor(i / 3)];
    return Math.round(Math.max(0, Math.min(255, (value + 1) * 127.5)));
  });
  return { width, height, rgb };
}
