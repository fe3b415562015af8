import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { edit } from '../../../src/pipeline/edit.ts';
import { classifierFreeGuidance } from '../../../src/pipeline/guidance/classifier-free.ts';
import { combine, slice, type Tensor } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';

const prompt: Tensor = { data: Float32Array.of(2, -1, 0.5), dims: [1, 1, 3] };
const negativePrompt: Tensor = { data: Float32Array.of(1, 1, 0), dims: [1, 1, 3] };
const latents: Tensor = { data: new Float32Array(3), dims: [1, 3, 1, 1] };

/** What the guided prediction is where the model predicts its own prompt. */
async function guided(guidanceScale: number, limit?: number): Promise<{ found: Tensor; rows: number }> {
  let rows = 0;
  const denoiser = classifierFreeGuidance(
    async ({ dims }, _timestep, { data }) => {
      rows += dims[0];
      return { data, dims };
    },
    { prompt, negativePrompt, guidanceScale, limit },
  );
  return { found: await denoiser(latents, 0), rows };
}

const lengthOf = ({ data }: Tensor) => Math.hypot(...data);
const added = (found: Tensor) => lengthOf(combine(1, found, -1, { data: prompt.data, dims: found.dims }));

test('leads away from the negative prompt, by the scale.', async () => {
  expect([...(await guided(3)).found.data]).toEqual([4, -5, 1.5]);
});

test.each([
  [0, [1, 1, 0]],
  [1, [2, -1, 0.5]],
])('runs one half at %d.', async (scale, expected) => {
  const { found, rows } = await guided(scale);
  expect([...found.data]).toEqual(expected);
  expect(rows).toBe(1);
});

test('A limit holds what is added below its part of the prediction, and a larger scale still adds more.', async () => {
  const lengths = await Promise.all([1.5, 2, 3, 5, 8].map(async s => added((await guided(s, 0.3)).found)));
  expect(lengths).toEqual(lengths.toSorted((a, b) => a - b));
  expect(new Set(lengths).size).toBe(lengths.length);
  expect(lengths.at(-1)).toBeLessThan(0.3 * Math.hypot(...prompt.data));
});

test('A limit leaves a small step and scales below 1 nearly as they are.', async () => {
  const plain = (await guided(1.01)).found;
  const limited = (await guided(1.01, 0.3)).found;
  expect(added(limited) / added(plain)).toBeGreaterThan(0.95);
  expect((await guided(0.5, 0.3)).found).toEqual((await guided(0.5)).found);
});

test('Each row has a limit of its own.', async () => {
  const rows = (a: Tensor, b: Tensor): Tensor => ({
    data: Float32Array.of(...a.data, ...b.data),
    dims: [2, 1, 3],
  });
  const denoiser = classifierFreeGuidance(async ({ dims }, _timestep, { data }) => ({ data, dims }), {
    prompt: rows(prompt, prompt),
    negativePrompt: rows(negativePrompt, prompt),
    guidanceScale: 5,
    limit: 0.3,
  });
  const found = await denoiser({ data: new Float32Array(6), dims: [2, 3, 1, 1] }, 0);
  expect(slice(found, 0).data).toEqual((await guided(5, 0.3)).found.data);
  // Where both prompts say the same there is nothing to add.
  expect([...slice(found, 1).data]).toEqual([...prompt.data]);
});

test('In the UNet of the built-in pack a high scale still paints the object.', async () => {
  const [pack, sample] = [await loadPack('emoji', { provider: 'cpu' }), await readFile('assets/sample.png')];
  const scoreAt = async (guidanceScale: number) =>
    (
      await edit(pack, sample, {
        from: 'horse',
        to: 'zebra',
        seed: 3,
        guidanceScale,
        composite: 'window',
      })
    ).receipt.clipScoreAfter;
  expect(await scoreAt(8)).toBeGreaterThan(0.85 * (await scoreAt(1)));
});
