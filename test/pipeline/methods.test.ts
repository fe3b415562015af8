import { beforeAll, describe, expect, test } from 'vitest';
import { edit } from '../../src/pipeline/edit.ts';
import { METHODS, type MethodName } from '../../src/pipeline/methods.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../src/pipeline/models/pack.ts';
import { type EditRequest, parseOptions } from '../../src/pipeline/options.ts';
import { meadow, sharpOf } from '../support/pictures.ts';

const REQUEST: EditRequest = { from: 'lion', to: 'cow', steps: 3, bestOf: 1, guideEvery: 1 };

let pack: Pack;
let bytes: Buffer;

beforeAll(async () => {
  pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
  bytes = await sharpOf(await meadow(200, 160, { name: 'lion', size: 90 }))
    .png()
    .toBuffer();
});

const shownPixels = (mask: Uint8Array) => mask.reduce((n, v) => n + (v === 255 ? 1 : 0), 0);

test.each(Object.keys(METHODS) as MethodName[])('%s keeps what is outside its mask.', async method => {
  const { receipt, recipe, timings } = await edit(pack, bytes, { ...REQUEST, method });
  expect(receipt).toMatchObject({ changedOutside: 0, psnrOutside: 100 });
  expect(receipt.changedInside).toBeGreaterThan(0);
  // Three steps, of which the first 80% are guided.
  expect(timings.guidance.steps).toBe(recipe.clipGuidanceScale > 0 ? 3 : 0);
});

test('Where nothing is pasted the whole window is shown.', async () => {
  const window = await edit(pack, bytes, { ...REQUEST, method: 'glide' });
  const object = await edit(pack, bytes, { ...REQUEST, method: 'latent' });
  const { width, height } = window.regions[0].encoded.candidate.window;
  expect(shownPixels(window.mask.data)).toBeLessThanOrEqual(width * height);
  expect(shownPixels(window.mask.data)).toBeGreaterThan(2 * shownPixels(object.mask.data));
});

describe('options', () => {
  const options = (request: Partial<EditRequest>) => parseOptions({ ...REQUEST, ...request }, pack.manifest);

  test('A method brings its defaults, which may be overruled.', () => {
    expect(options({ method: 'blended' })).toMatchObject({
      guidanceScale: 0,
      clipGuidanceScale: 1,
      nerpScale: 0,
    });
    expect(options({ method: 'blended', guidanceScale: 3 })).toMatchObject({ guidanceScale: 3 });
  });

  test('Gradients are off in what people get by default.', () => {
    expect(options({})).toMatchObject({ method: 'rdm', clipGuidanceScale: 0, nerpScale: 0 });
  });

  test('A method that is not there is refused with those that are.', () => {
    expect(() => options({ method: 'magic' as MethodName })).toThrow(
      'method cannot be "magic": use rdm, blended, latent, glide, clip-guided.',
    );
  });
});

test('A guided edit is reproducible, costs what its report states, and differs from an unguided one.', async () => {
  const guided = { ...REQUEST, clipGuidanceScale: 1, nerpScale: 1 };
  const [first, again] = [await edit(pack, bytes, guided), await edit(pack, bytes, guided)];
  expect(Buffer.compare(Buffer.from(first.image.rgb), Buffer.from(again.image.rgb))).toBe(0);
  expect(first.timings.guidance.gradients).toBe(3);
  expect(first.timings.guidance.ms).toBeGreaterThan(0);
  expect(first.timings.guidance.ms).toBeLessThan(first.timings.stages.denoise);
  const plain = await edit(pack, bytes, REQUEST);
  expect(Buffer.compare(Buffer.from(first.image.rgb), Buffer.from(plain.image.rgb))).not.toBe(0);
});
