import { readFileSync } from 'node:fs';
import { beforeAll, expect, test } from 'vitest';
import { classifierFreeGuidance } from '../../src/pipeline/guidance/classifier-free.ts';
import { concat, slice, type Tensor } from '../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import type { EncodedText, Pack } from '../../src/pipeline/models/pack.ts';
import { openTokenizer } from '../../src/pipeline/models/tokenizer.ts';
import { denoise, unetDenoiser } from '../../src/pipeline/sampling/denoise.ts';
import { createScheduler, schedulerConfig } from '../../src/pipeline/schedulers/index.ts';
import { maxError, pinned, referenceWindow, timesteps } from './reference.ts';

/** Guidance of the pinned edit. */
const GUIDANCE = 3;

let pack: Pack;
let prompts: string[];
let texts: EncodedText[];
/** `from`, `to` and the empty prompt, in the order of the pinned rows. */
const [FROM, TO, EMPTY] = [0, 1, 2];

beforeAll(async () => {
  pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
  prompts = promptsOf(pinned('input_ids'));
  texts = await pack.encodeTexts(prompts);
});

/** The words that rows of token ids stand for, by the pack's own vocabulary. */
function promptsOf(ids: Tensor): string[] {
  const tokenizer = JSON.parse(readFileSync(`${pack.folder}/${pack.manifest.tokenizer.file}`, 'utf8'));
  const special = new Set<number>(tokenizer.added_tokens.map((token: { id: number }) => token.id));
  const words = new Map(Object.entries<number>(tokenizer.model.vocab).map(([word, id]) => [id, word]));
  return Array.from({ length: ids.dims[0] }, (_, row) =>
    Array.from(slice(ids, row).data)
      .filter(id => !special.has(id))
      .map(id => words.get(id))
      .join(' '),
  );
}

test('Prompts are tokenised as in the reference.', async () => {
  const tokenize = await openTokenizer(pack.folder, pack.manifest.tokenizer);
  expect(prompts.flatMap(prompt => tokenize(prompt).ids)).toEqual(Array.from(pinned('input_ids').data));
});

test('Text embeddings equal the reference.', () => {
  const promptEmbeds = concat(texts.map(text => text.promptEmbeds));
  const textEmbeds = concat(texts.map(text => text.textEmbeds));
  expect(maxError(promptEmbeds, pinned('encoder_hidden_states'))).toBeLessThan(1e-3);
  expect(maxError(textEmbeds, pinned('text_embeds'))).toBeLessThan(1e-3);
});

test("The segmenter's logits equal the reference.", async () => {
  const logits = await pack.segment(pinned('pixel_values'), prompts[FROM]);
  expect(maxError(logits, pinned('logits'))).toBeLessThan(1e-3);
});

test('The latents of the window and of the masked window equal the reference.', async () => {
  const view = await referenceWindow();
  const { data: hidden } = pinned('mask');
  const masked = { ...view, data: view.data.map((v, i) => v * (1 - hidden[i % hidden.length])) };
  const latents = await pack.encodeLatents(concat([view, masked]));
  expect(maxError(slice(latents, 0), pinned('init_latents'))).toBeLessThan(1e-3);
  expect(maxError(slice(latents, 1), pinned('masked_latents'))).toBeLessThan(1e-3);
});

test('The first output of the UNet equals the reference, unconditional row first.', async () => {
  const noise = slice(pinned('noise'), 0).data;
  const start = { data: noise, dims: pinned('latents').dims };
  const predict = unetDenoiser(pack, pinned('latent_mask'), pinned('masked_latents'));
  const rows = concat([texts[EMPTY].promptEmbeds, texts[TO].promptEmbeds]);
  const output = await predict(concat([start, start]), timesteps[0], rows);
  expect(maxError(output, pinned('first_out_sample'))).toBeLessThan(1e-3);
});

test('The loop ends at the reference’s latents, and they decode to its picture.', async () => {
  const latentMask = pinned('latent_mask');
  const scheduler = createScheduler(schedulerConfig(pack.manifest.scheduler, 'ddim'), timesteps.length);
  const draws = drawsOf(pinned('noise'), pinned('latents').dims);
  const latents = await denoise({
    denoiser: classifierFreeGuidance(unetDenoiser(pack, latentMask, pinned('masked_latents')), {
      prompt: texts[TO].promptEmbeds,
      negativePrompt: texts[EMPTY].promptEmbeds,
      guidanceScale: GUIDANCE,
    }),
    scheduler,
    noise: () => draws.next().value!,
    initLatents: pinned('init_latents'),
    latentMask,
  });
  expect(scheduler.timesteps).toEqual(timesteps);
  // The reference draws for the last step too, where nothing is noised.
  expect([draws.next().done, draws.next().done]).toEqual([false, true]);
  expect(maxError(latents, pinned('latents'))).toBeLessThan(1e-2);
  expect(maxError(await pack.decodeLatents(latents), pinned('sample'))).toBeLessThan(1e-2);
});

/** Rows of `[n, 1, C, h, w]` one by one, each as `dims`. */
function* drawsOf(noise: Tensor, dims: readonly number[]): Generator<Tensor, undefined> {
  for (let i = 0; i < noise.dims[0]; i++) yield { data: slice(noise, i).data, dims };
}
