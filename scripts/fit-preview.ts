/**
 * Writes the linear map from latents to colours into a pack's pack.json, fitted on the pictures that are
 * named.
 *   npx tsx scripts/fit-preview.ts models/emoji assets/sample.png docs/pictures/sources/*.png
 */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadPicture } from '../src/pipeline/image/load.ts';
import { viewOf } from '../src/pipeline/image/view.ts';
import { concat, type Tensor } from '../src/pipeline/math/tensor.ts';
import { fitPreview } from '../src/pipeline/models/latent-preview.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';

/** Windows of a picture, each way. */
const WINDOWS = 3;

const [folder, ...files] = process.argv.slice(2);
const pack = await loadPack(folder);
const { resolution, scaleFactor } = pack.manifest;
const latents: Tensor[] = [];
const images: Tensor[] = [];
for (const file of files) {
  const picture = await loadPicture(await readFile(file));
  const side = Math.min(picture.width, picture.height) / 2;
  for (let i = 0; i < WINDOWS ** 2; i++) {
    const [x, y] = [i % WINDOWS, Math.floor(i / WINDOWS)];
    const left = (x * (picture.width - side)) / (WINDOWS - 1);
    const top = (y * (picture.height - side)) / (WINDOWS - 1);
    const window = { left, top, width: side, height: side };
    latents.push(await pack.encodeLatents(viewOf(picture, window, resolution, resolution)));
    images.push(viewOf(picture, window, resolution / scaleFactor, resolution / scaleFactor));
  }
}
const latentPreview = fitPreview(concat(latents), concat(images)).map(row =>
  row.map(v => Number(v.toFixed(4))),
);
const path = join(folder, 'pack.json');
const manifest = JSON.parse(await readFile(path, 'utf8'));
await writeFile(path, `${JSON.stringify({ ...manifest, latentPreview }, null, 2)}\n`);
