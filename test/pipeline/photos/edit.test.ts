import { describe, expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { edit } from '../../../src/pipeline/edit.ts';
import { importPack } from '../../../src/pipeline/models/import/index.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { CREDULOUS, exportFolder, tinyPack } from '../../support/exports.ts';
import { tempFolder } from '../../support/folders.ts';
import { meadow, sharpOf } from '../../support/pictures.ts';

const TOWERS = [
  ['clip-split', 'clipseg-rank3'],
  ['clip-combined', 'clipseg-rank4'],
  ['clip-combined', 'clipseg-rank2'],
] as const;

const PACKS = ['sd15-inpaint', 'sd15-inpaint-half', 'sd15', 'sd-turbo', 'lcm', 'v-prediction'].map(
  (name, i) => [name, ...TOWERS[i % TOWERS.length]] as const,
);

const REQUEST = {
  from: 'lion',
  to: 'red balloon',
  steps: 2,
  threshold: 110,
  bestOf: 2,
  instance: 'largest',
} as const;

/** A pack of exports, of which one says nothing of its resolution. */
const credulous = (names: readonly string[]) =>
  tinyPack(names, { known: { calibration: CREDULOUS, resolution: 64 } });

async function lion(): Promise<Buffer> {
  return sharpOf(await meadow(200, 150, { name: 'lion', size: 90 }))
    .png()
    .toBuffer();
}

describe.each(PACKS)('%s with %s and %s', (...names) => {
  test('edits a picture from bytes to receipt, and leaves the rest alone.', async () => {
    const { folder } = await credulous(names);
    const pack = await loadPack(folder, { provider: 'cpu', threads: 1 });
    const { image, receipt, recipe } = await edit(pack, await lion(), REQUEST);
    expect([image.width, image.height]).toEqual([200, 150]);
    expect(receipt).toMatchObject({ changedOutside: 0, psnrOutside: 100 });
    expect(Number.isFinite(receipt.clipScoreAfter)).toBe(true);
    expect(recipe.guidanceScale).toBe(names[0] === 'lcm' ? 8 : 7.5);
  });
});

test('With little memory the same bytes come out as with much.', async () => {
  const { folder } = await credulous(['sd15-inpaint', 'clip-split', 'clipseg-rank3']);
  const bytes = await lion();
  const [high, low] = await Promise.all(
    (['high', 'low'] as const).map(async memory => {
      const pack = await loadPack(folder, { provider: 'cpu', threads: 1, memory });
      return edit(pack, bytes, REQUEST);
    }),
  );
  expect(Buffer.from(low.image.rgb.buffer).equals(Buffer.from(high.image.rgb.buffer))).toBe(true);
});

test('Guidance that ends half way costs a quarter less of the UNet, and changes the picture.', async () => {
  const { folder } = await credulous(['sd15-inpaint', 'clip-split', 'clipseg-rank3']);
  const pack = await loadPack(folder, { provider: 'cpu', threads: 1 });
  const rows: number[] = [];
  const counted = {
    ...pack,
    predict: (...args: Parameters<typeof pack.predict>) => {
      rows.push(args[0].dims[0]);
      return pack.predict(...args);
    },
  };
  const request = { ...REQUEST, bestOf: 1, steps: 4 };
  const whole = await edit(counted, await lion(), request);
  expect(rows.splice(0)).toEqual([2, 2, 2, 2]);
  const half = await edit(counted, await lion(), { ...request, guidanceUntil: 0.5 });
  expect(rows).toEqual([2, 2, 1, 1]);
  expect(half.image.rgb).not.toEqual(whole.image.rgb);
});

describe('an import', () => {
  const folders = (...names: string[]) => names.map(name => exportFolder(name));

  test.each([
    ['sd15-inpaint', 'inpaint', 'DDIMScheduler'],
    ['sd15', 'text2img', 'PNDMScheduler'],
    ['sd-turbo', 'text2img', 'EulerDiscreteScheduler'],
    ['lcm', 'text2img', 'LCMScheduler'],
  ])('works out of %s what it is.', async (name, unetKind, scheduler) => {
    const { manifest } = await tinyPack([name, 'clip-split', 'clipseg-rank3']);
    expect(manifest).toMatchObject({ unetKind, latentChannels: 4, scaleFactor: 8, scalingFactor: 0.18215 });
    expect(manifest.scheduler._class_name).toBe(scheduler);
    expect(manifest.tokenizer.length).toBe(77);
    expect(manifest.tokenizer.padId).toBe(name === 'sd-turbo' ? 0 : 743);
    expect(manifest.components.clipImage.pixels).toMatchObject({ size: 32 });
    expect(manifest.components.segmenter.pixels).toEqual({
      size: 64,
      mean: [0.485, 0.456, 0.406],
      std: [0.229, 0.224, 0.225],
    });
  });

  test('notes what it assumed.', async () => {
    const { notes } = await tinyPack(['sd15', 'clip-split', 'clipseg-rank3']);
    expect(notes.join(' ')).toMatch(/scaleFactor is stated nowhere.* scalingFactor is stated nowhere/);
  });

  test('brings weights that stand apart along.', async () => {
    const { manifest } = await tinyPack(['sd15', 'clip-split', 'clipseg-rank3']);
    expect(manifest.components.unet.weights?.map(({ file }) => file)).toEqual(['1-sd15/unet/weights.pb']);
  });

  test('names everything that is missing.', async () => {
    const sources = folders('sd15-inpaint');
    const error = await importPack({ sources, models: tempFolder(), name: 'half' }).catch((e: unknown) => e);
    expect(error).toBeInstanceOf(UserError);
    expect((error as UserError).message).toMatch(
      /^There is no complete pack in .*: name a folder that holds CLIP's text tower .*, CLIP's image tower .*, CLIPSeg .*\.$/,
    );
  });

  test('names the weights that a graph lacks.', async () => {
    const sources = [
      exportFolder('sd15', place => place.endsWith('.pb')),
      ...folders('clip-split', 'clipseg-rank3'),
    ];
    await expect(importPack({ sources, models: tempFolder(), name: 'torn' })).rejects.toMatchObject({
      code: 'bad-pack',
      message: expect.stringMatching(
        /^The export lacks .*unet\/weights\.pb, which one of its graphs names\.$/,
      ),
    });
  });

  test('of a text encoder without a tokenizer uses CLIP’s.', async () => {
    const sources = [
      exportFolder('lcm', place => place.startsWith('tokenizer/')),
      ...folders('clip-split', 'clipseg-rank3'),
    ];
    const { manifest } = await importPack({ sources, models: tempFolder(), name: 'bare' });
    expect(manifest.tokenizer.file).toBe(manifest.clipTokenizer?.file);
  });

  test('does not write over a pack that is there.', async () => {
    const sources = folders('lcm', 'clip-split', 'clipseg-rank3');
    const models = tempFolder();
    await importPack({ sources, models, name: 'once' });
    await expect(importPack({ sources, models, name: 'once' })).rejects.toMatchObject({ code: 'bad-option' });
  });
});
