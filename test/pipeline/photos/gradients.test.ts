import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { edit } from '../../../src/pipeline/edit.ts';
import { clipLoss } from '../../../src/pipeline/guidance/clip-loss.ts';
import { dot } from '../../../src/pipeline/math/numeric.ts';
import { slice } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { CREDULOUS, facts, reference, tinyPack } from '../../support/exports.ts';
import { meadow, sharpOf } from '../../support/pictures.ts';
import { expectSlope } from '../guidance/slope.ts';

async function packOf(clip: string) {
  const names = ['sd15-inpaint', clip, 'clipseg-rank3'];
  const { folder } = await tinyPack(names, { known: { calibration: CREDULOUS, resolution: 64 } });
  return loadPack(folder, { provider: 'cpu', threads: 1 });
}

const editWith = async (clip: string, request: object) => {
  const picture = await sharpOf(await meadow(200, 150, { name: 'lion', size: 90 }))
    .png()
    .toBuffer();
  const base = { from: 'lion', to: 'red balloon', steps: 2, threshold: 110, instance: 'largest' } as const;
  return edit(await packOf(clip), picture, { ...base, ...request });
};

test('An image tower whose embeddings are not of length 1 is differentiated as if they were.', async () => {
  const pack = await packOf('clip-split');
  const { textEmbeds } = await pack.encodeText(facts.prompts[0]);
  const image = slice(reference('clip/images'), 0);
  const { size } = pack.manifest.components.clipImage.pixels;
  const boxes = [{ left: 0, top: 0, width: size, height: size }];
  const { value } = await clipLoss(pack, image, { boxes, textEmbeds });
  const cosine = dot((await pack.encodeImage(image)).data, textEmbeds.data);
  expect(value).toBeCloseTo(Math.acos(cosine) ** 2 / 2, 4);
  await expectSlope(x => clipLoss(pack, x, { boxes, textEmbeds }), image);
});

test('Gradients guide an edit through models as others export them.', async () => {
  const { timings, receipt } = await editWith('clip-split', { clipGuidanceScale: 1, nerpScale: 1 });
  expect(timings.guidance).toMatchObject({ steps: 2, gradients: 1 });
  expect(receipt).toMatchObject({ changedOutside: 0 });
});

test('One graph that takes both text and pixels is refused in one sentence.', async () => {
  const guided = editWith('clip-combined', { clipGuidanceScale: 1 });
  await expect(guided).rejects.toThrow(
    /cannot be differentiated \(it also has the input "input_ids"\): set the CLIP guidance/,
  );
  await expect(guided).rejects.toThrow(UserError);
});
