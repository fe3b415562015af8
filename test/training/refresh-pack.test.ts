import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { builtInFile, packWith, replaceFile, stampOf } from '../support/packs.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/refresh-pack.ts', import.meta.url));

it('Sizes, sums and embeddings of a pack are written anew, also sums of weights that lie in another file.', () => {
  const stale = { bytes: 1, sha256: '0'.repeat(64) };
  const folder = packWith(({ components: { segmenter, unet }, vocabulary }) => {
    vocabulary.finds.pop();
    Object.assign(vocabulary.embeddings, stale);
    Object.assign(segmenter!, { ...stale, weights: [{ file: 'image_encoder.onnx', ...stale }] });
    Object.assign(unet!, stale);
  });
  // It is a link to the real one.
  replaceFile(folder, 'words.f32', Buffer.of(0));
  execFileSync(process.execPath, ['--import', 'tsx', SCRIPT, folder]);
  const { components, vocabulary } = JSON.parse(readFileSync(join(folder, 'pack.json'), 'utf8'));
  const words = readFileSync(join(folder, 'words.f32'));
  expect(vocabulary.embeddings).toEqual({ file: 'words.f32', ...stampOf(words) });
  expect(words).toEqual(builtInFile('words.f32').subarray(0, words.length));
  expect(components.unet).toMatchObject(stampOf(builtInFile('unet.onnx')));
  expect(components.segmenter).toMatchObject({
    ...stampOf(builtInFile('segmenter.onnx')),
    weights: [{ file: 'image_encoder.onnx', ...stampOf(builtInFile('image_encoder.onnx')) }],
  });
});
