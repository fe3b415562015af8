import { beforeAll, describe, expect, test } from 'vitest';
import { dot } from '../../../src/pipeline/math/numeric.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';
import { concat, slice, type Tensor, tensor } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import { asPrompt } from '../../../src/pipeline/models/vocabulary.ts';

let pack: Pack;

beforeAll(async () => {
  pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
});

/** How many times ONNX Runtime was run meanwhile. */
async function runsDuring(work: () => Promise<unknown>): Promise<number> {
  const before = pack.stopwatch.sessionRuns;
  await work();
  return pack.stopwatch.sessionRuns - before;
}

const images = (count: number, side: number, seed: number): Tensor =>
  tensor(
    gaussian(seed)(count * 3 * side * side).map(v => Math.max(-1, Math.min(1, v))),
    [count, 3, side, side],
  );

const furthest = (a: Tensor, b: Tensor) =>
  b.data.reduce((most, v, i) => Math.max(most, Math.abs(v - a.data[i])), 0);

describe('texts', () => {
  test('Each prompt is encoded once; what is known costs no run, what is new costs one for all.', async () => {
    expect(await runsDuring(() => pack.encodeText('a horse with a hat'))).toBe(1);
    expect(await runsDuring(() => pack.encodeText('a horse with a hat'))).toBe(0);
    const mixed = ['a cat with a hat', 'a horse with a hat', 'a dog with a hat', 'a cat with a hat'];
    expect(await runsDuring(() => pack.encodeTexts(mixed))).toBe(1);
    expect(await runsDuring(() => pack.encodeTexts(mixed))).toBe(0);
  });

  test('A prompt means the same alone, among others, and from the cache.', async () => {
    const [among] = await pack.encodeTexts(['a zebra and a fish', 'a pizza and a fish']);
    const again = await pack.encodeText('a zebra and a fish');
    expect(again).toBe(among);
    const other = await loadPack('emoji', { provider: 'cpu', threads: 1 });
    const alone = await other.encodeText('a zebra and a fish');
    expect(furthest(alone.promptEmbeds, among.promptEmbeds)).toBeLessThan(1e-5);
    expect(furthest(alone.textEmbeds, among.textEmbeds)).toBeLessThan(1e-5);
  });

  test('More prompts than the cache keeps are all encoded, in order.', async () => {
    const words = pack.manifest.vocabulary!.finds;
    const prompts = ['one', 'two', 'three', 'four'].flatMap(n => words.map(word => `${n} ${word}`));
    expect(prompts.length).toBeGreaterThan(512);
    const encoded = await pack.encodeTexts(prompts);
    const last = await pack.encodeText(prompts[prompts.length - 1]);
    expect(encoded).toHaveLength(prompts.length);
    expect(encoded[prompts.length - 1]).toBe(last);
    expect(await runsDuring(() => pack.encodeText(prompts[0]))).toBe(1);
  });

  test('The words of the vocabulary are embedded without a run, as the tower itself would.', async () => {
    const prompts = pack.manifest.vocabulary!.finds.map(word => asPrompt(pack.manifest, word));
    let embedded: Float32Array[] = [];
    expect(
      await runsDuring(async () => {
        embedded = await pack.embedTexts(prompts);
      }),
    ).toBe(0);
    const encoded = await pack.encodeTexts(prompts);
    for (const [i, { textEmbeds }] of encoded.entries()) {
      expect(dot(embedded[i], textEmbeds.data)).toBeGreaterThan(0.9999);
    }
    expect(await pack.embedTexts(['xyzzy', prompts[1]])).toEqual([
      (await pack.encodeText('xyzzy')).textEmbeds.data,
      embedded[1],
    ]);
  });

  test('Words the pack was never taught are encoded all the same.', async () => {
    const { promptEmbeds, textEmbeds } = await pack.encodeText('xyzzy plugh');
    expect(promptEmbeds.data.every(Number.isFinite)).toBe(true);
    expect(dot(textEmbeds.data, textEmbeds.data)).toBeCloseTo(1, 4);
  });

  test('Embeddings have length one.', async () => {
    for (const { textEmbeds } of await pack.encodeTexts(['a lion', ''])) {
      expect(dot(textEmbeds.data, textEmbeds.data)).toBeCloseTo(1, 4);
    }
  });
});

describe('images', () => {
  test('More images than fit one run are computed as each alone.', async () => {
    const { size } = pack.manifest.components.clipImage.pixels;
    const many = images(20, size, 3);
    const embeds = await pack.encodeImage(many);
    expect(embeds.dims[0]).toBe(20);
    const last = await pack.encodeImage(slice(many, 19));
    expect(furthest(slice(embeds, 19), last)).toBeLessThan(1e-4);
  });

  test('Logits come as one map for each image, whatever their number.', async () => {
    const { size } = pack.manifest.components.segmenter.pixels;
    const three = images(3, size, 4);
    const logits = await pack.segment(three, 'a rose');
    expect(logits.dims.slice(0, 2)).toEqual([3, 1]);
    const second = await pack.segment(slice(three, 1), 'a rose');
    expect(furthest(slice(logits, 1), second)).toBeLessThan(1e-3);
  });

  test('Latents have the channels and the size that the manifest states, and decode to the resolution.', async () => {
    const { resolution, latentChannels, scaleFactor } = pack.manifest;
    const windows = images(2, resolution, 5);
    const latents = await pack.encodeLatents(windows);
    const side = resolution / scaleFactor;
    expect(latents.dims).toEqual([2, latentChannels, side, side]);
    expect((await pack.decodeLatents(latents)).dims).toEqual([2, 3, resolution, resolution]);
    const second = await pack.encodeLatents(slice(windows, 1));
    expect(furthest(slice(latents, 1), second)).toBeLessThan(1e-4);
  });

  test('The rows of a batch do not disturb one another in the UNet.', async () => {
    const { latentChannels, resolution, scaleFactor } = pack.manifest;
    const side = resolution / scaleFactor;
    const channels = 2 * latentChannels + 1;
    const sample = tensor(gaussian(6)(2 * channels * side * side), [2, channels, side, side]);
    const texts = await pack.encodeTexts(['a lion', 'a rose']);
    const both = await pack.predict(sample, 500, concat(texts.map(text => text.promptEmbeds)));
    const second = await pack.predict(slice(sample, 1), 500, texts[1].promptEmbeds);
    expect(both.dims).toEqual([2, latentChannels, side, side]);
    expect(furthest(slice(both, 1), second)).toBeLessThan(1e-4);
  });

  test('A wrong number of channels is refused with the name of the file.', async () => {
    const { resolution } = pack.manifest;
    const grey = { data: new Float32Array(resolution ** 2), dims: [1, 1, resolution, resolution] };
    const { file } = pack.manifest.components.vaeEncoder;
    await expect(pack.encodeLatents(grey)).rejects.toThrow(`${file} cannot be run: `);
  });
});
