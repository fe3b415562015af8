import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { UserError } from '../../../src/errors.ts';
import { edit } from '../../../src/pipeline/edit.ts';
import { importPack } from '../../../src/pipeline/models/import/index.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import { DTYPES } from '../../../src/pipeline/onnx/dtypes.ts';
import { readModel, writeModel } from '../../../src/pipeline/onnx/model.ts';
import { isSound } from '../../../src/pipeline/sampling/paint.ts';
import { CREDULOUS, exportFolder } from '../../support/exports.ts';
import { tempFolder } from '../../support/folders.ts';
import { meadow, sharpOf } from '../../support/pictures.ts';

const REQUEST = {
  from: 'lion',
  to: 'red balloon',
  steps: 2,
  threshold: 110,
  bestOf: 1,
  instance: 'largest',
} as const;

/**
 * A sound pack, one whose decoder is broken, one whose UNet is, and a picture. Once loaded they need their
 * folders no more.
 */
async function setUp() {
  loaded ??= {
    bytes: await sharpOf(await meadow(200, 150, { name: 'lion', size: 90 }))
      .png()
      .toBuffer(),
    sound: await packWithBroken(),
    badDecoder: await packWithBroken('vae_decoder'),
    badUnet: await packWithBroken('unet'),
  };
  return loaded;
}
let loaded: { bytes: Buffer; sound: Pack; badDecoder: Pack; badUnet: Pack } | undefined;

/** A pack one of whose graphs computes nothing but NaN, as one does that overflowed. */
async function packWithBroken(component?: string): Promise<Pack> {
  const folder = exportFolder('sd15-inpaint');
  if (component !== undefined) {
    const path = join(folder, component, 'model.onnx');
    const spoilt = spoil(readFileSync(path));
    rmSync(path);
    mkdirSync(join(folder, component), { recursive: true });
    writeFileSync(path, spoilt);
  }
  const sources = [folder, exportFolder('clip-split'), exportFolder('clipseg-rank3')];
  const known = { calibration: CREDULOUS };
  const made = await importPack({
    sources,
    models: tempFolder(),
    name: component?.replace('_', '-') ?? 'sound',
    known,
  });
  return loadPack(made.folder, { provider: 'cpu', threads: 1 });
}

/** Every float weight of more than a hundred numbers as NaN. */
function spoil(bytes: Buffer): Uint8Array {
  const model = readModel(Buffer.from(bytes));
  for (const { dataType, rawData } of model.graph.initializer) {
    if (dataType !== DTYPES.float32 || rawData.length <= 400) continue;
    const values = new DataView(rawData.buffer, rawData.byteOffset, rawData.length);
    for (let i = 0; i < rawData.length; i += 4) values.setFloat32(i, Number.NaN, true);
  }
  return writeModel(model);
}

const onCpu = (pack: Pack, good: Pack): Pack => ({ ...pack, fallback: async () => good });
const same = (a: { rgb: Uint8Array | Uint16Array }, b: { rgb: Uint8Array | Uint16Array }) =>
  Buffer.from(a.rgb.buffer).equals(Buffer.from(b.rgb.buffer));

test('A decoder that outputs broken pixels is run again on the CPU, and the receipt states it.', async () => {
  const { bytes, sound, badDecoder } = await setUp();
  const wanted = await edit(sound, bytes, REQUEST);
  expect(wanted.receipt.retried).toBeUndefined();
  const { image, receipt } = await edit(onCpu(badDecoder, sound), bytes, REQUEST);
  expect(receipt.retried).toEqual(['decode']);
  expect(same(image, wanted.image)).toBe(true);
});

test('A UNet that outputs broken latents has the whole edit repeated on the CPU.', async () => {
  const { bytes, sound, badUnet } = await setUp();
  const wanted = await edit(sound, bytes, REQUEST);
  const { image, receipt } = await edit(onCpu(badUnet, sound), bytes, REQUEST);
  expect(receipt.retried).toEqual(['edit']);
  expect(same(image, wanted.image)).toBe(true);
});

test('Where the CPU outputs broken pixels too, the edit fails in one sentence.', async () => {
  const { bytes, badDecoder, badUnet } = await setUp();
  for (const pack of [badDecoder, onCpu(badDecoder, badDecoder), onCpu(badUnet, badDecoder)]) {
    const error = await edit(pack, bytes, REQUEST).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(UserError);
    expect(error).toMatchObject({
      code: 'bad-output',
      message: expect.stringMatching(/^The models of [a-z-]+ painted nothing but black or broken pixels: /),
    });
  }
});

test('Black all over, and anything that is no number, is not sound; a dark picture is.', () => {
  const picture = (data: number[]) => ({ data: Float32Array.from(data), dims: [data.length / 3, 3, 1, 1] });
  expect(isSound(picture([-0.9, -0.95, -1]))).toBe(true);
  expect(isSound(picture([0, 0, 0, -1, -0.99, -1.2]))).toBe(false);
  expect(isSound(picture([0, Number.NaN, 0]))).toBe(false);
  expect(isSound(picture([0, Number.POSITIVE_INFINITY, 0]))).toBe(false);
});
