import { expect, test } from 'vitest';
import { resize } from '../../../src/pipeline/image/resample.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';
import type { Tensor } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { partLeadingTo } from '../../../src/pipeline/models/upscaler.ts';
import { readModel } from '../../../src/pipeline/onnx/model.ts';
import { builtInFile, packWith, replaceFile, stampOf } from '../../support/packs.ts';

const SIDE = 32;
const ON_CPU = { provider: 'cpu', threads: 1 } as const;
const upscaler = (folder: string) => `${folder}/upscaler.onnx`;

/** Soft patches of colour: the upscaler sharpens, and noise has no edges. */
const window: Tensor = resize(
  { data: gaussian(7)(3 * 5 * 5).map(v => Math.max(-1, Math.min(1, v))), dims: [1, 3, 5, 5] },
  SIDE,
  SIDE,
);

/** The built-in pack with the part of its upscaler that makes windows four times as large, and no other. */
async function withoutDoubling(): Promise<string> {
  const whole = (await partLeadingTo('upscaled', upscaler(packWith())))!;
  const folder = packWith(manifest => Object.assign(manifest.components.upscaler, stampOf(whole)));
  replaceFile(folder, 'upscaler.onnx', whole);
  return folder;
}

test('Windows become twice as large where that is enough, and else four times.', async () => {
  const { upscale } = await loadPack('emoji', ON_CPU);
  const sizeFor = async (times: number) => (await upscale!(window, times)).dims;
  expect(await sizeFor(1.1)).toEqual([1, 3, 2 * SIDE, 2 * SIDE]);
  expect(await sizeFor(2)).toEqual([1, 3, 2 * SIDE, 2 * SIDE]);
  expect(await sizeFor(2.1)).toEqual([1, 3, 4 * SIDE, 4 * SIDE]);
  expect(await sizeFor(9)).toEqual([1, 3, 4 * SIDE, 4 * SIDE]);
});

test('Twice as large shows what four times as large does.', async () => {
  const { upscale } = await loadPack('emoji', ON_CPU);
  const doubled = await upscale!(window, 2);
  const shrunk = resize(await upscale!(window, 4), 2 * SIDE, 2 * SIDE);
  const off = doubled.data.map((v, i) => Math.abs(v - shrunk.data[i]));
  expect(off.reduce((a, b) => a + b, 0) / off.length).toBeLessThan(0.01);
});

test('A pack whose upscaler makes one size uses it for all.', async () => {
  const folder = await withoutDoubling();
  expect(await partLeadingTo('upscaled', upscaler(folder))).toBeUndefined();
  expect(await partLeadingTo('doubled', upscaler(folder))).toBeUndefined();
  const [known, { upscale }] = [await loadPack('emoji', ON_CPU), await loadPack(folder, ON_CPU)];
  const large = await upscale!(window, 2);
  expect(large.dims).toEqual([1, 3, 4 * SIDE, 4 * SIDE]);
  expect(large).toEqual(await known.upscale!(window, 4));
});

test('A part of a graph has the nodes that its output needs and no others.', async () => {
  const path = upscaler(packWith());
  const whole = readModel(builtInFile('upscaler.onnx')).graph;
  const parts = await Promise.all(['upscaled', 'doubled'].map(output => partLeadingTo(output, path)));
  for (const part of parts.map(bytes => readModel(bytes!).graph)) {
    expect(part.output).toHaveLength(1);
    expect(part.node.length).toBeLessThan(whole.node.length);
    const read = new Set([...part.node.flatMap(({ input }) => input), part.output[0].name]);
    expect(part.node.every(({ output }) => output.some(name => read.has(name)))).toBe(true);
  }
  expect(await partLeadingTo('sharpened', path)).toBeUndefined();
});
