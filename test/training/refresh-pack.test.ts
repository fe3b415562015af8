import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { builtInFile, packWith, stampOf } from '../support/packs.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/refresh-pack.ts', import.meta.url));

it('Sizes and sums of a pack are written anew, also those of weights that lie in another file.', () => {
  const stale = { bytes: 1, sha256: '0'.repeat(64) };
  const folder = packWith(({ components: { segmenter, unet } }) => {
    Object.assign(segmenter!, { ...stale, weights: [{ file: 'image_encoder.onnx', ...stale }] });
    Object.assign(unet!, stale);
  });
  execFileSync(process.execPath, ['--import', 'tsx', SCRIPT, folder]);
  const { components } = JSON.parse(readFileSync(join(folder, 'pack.json'), 'utf8'));
  expect(components.unet).toMatchObject(stampOf(builtInFile('unet.onnx')));
  expect(components.segmenter).toMatchObject({
    ...stampOf(builtInFile('segmenter.onnx')),
    weights: [{ file: 'image_encoder.onnx', ...stampOf(builtInFile('image_encoder.onnx')) }],
  });
});
