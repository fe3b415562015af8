import { describe, expect, test } from 'vitest';
import { classifierFreeGuidance, embeddedGuidance } from '../../../src/pipeline/guidance/classifier-free.ts';
import { concat, slice, type Tensor } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import { enlarge } from '../../../src/pipeline/region/latent-mask.ts';
import { type DenoiseRun, denoise, unetDenoiser } from '../../../src/pipeline/sampling/denoise.ts';
import { createScheduler, schedulerConfig } from '../../../src/pipeline/schedulers/index.ts';
import { facts, furthest, reference, tinyPack } from '../../support/exports.ts';

/** Half-precision graphs round to 11 bits after every operator. */
const [WHOLE, HALF] = [1e-3, 3e-2];

const KINDS: readonly [name: string, kind: string, clip: string, segmenter: string, within: number][] = [
  ['sd15-inpaint', 'sd15-inpaint', 'clip-split', 'clipseg-rank3', WHOLE],
  ['sd15-inpaint-half', 'sd15-inpaint', 'clip-combined', 'clipseg-rank4', HALF],
  ['sd15', 'sd15', 'clip-combined', 'clipseg-rank2', WHOLE],
  ['sd-turbo', 'sd-turbo', 'clip-split', 'clipseg-rank3', WHOLE],
  ['lcm', 'lcm', 'clip-split', 'clipseg-rank3', WHOLE],
  ['v-prediction', 'v-prediction', 'clip-split', 'clipseg-rank3', WHOLE],
];

/** The pinned noise, in the order in which the loop draws it. */
function noiseOf(kind: string): DenoiseRun['noise'] {
  const rows = reference(`${kind}/noise`);
  let used = 0;
  return () => slice(rows, used++);
}

/** The loop of an edit with what the reference was given. */
async function paint(pack: Pack, kind: string, onStep: DenoiseRun['onStep']): Promise<Tensor> {
  const [negative, prompt] = await pack.encodeTexts(['', facts.prompt]);
  const mask = reference(`${kind}/mask`);
  const guide = pack.guided ? embeddedGuidance : classifierFreeGuidance;
  return denoise({
    denoiser: guide(unetDenoiser(pack, mask, reference(`${kind}/masked_latents`)), {
      prompt: prompt.promptEmbeds,
      negativePrompt: negative.promptEmbeds,
      guidanceScale: facts.guidance[kind],
    }),
    scheduler: createScheduler(schedulerConfig(pack.manifest.scheduler), facts.steps),
    noise: noiseOf(kind),
    initLatents: reference(`${kind}/init_latents`),
    latentMask: mask,
    onStep,
  });
}

describe.each(KINDS)('%s', (name, kind, clip, segmenter, within) => {
  test('computes what diffusers does, stage by stage.', async () => {
    const { folder } = await tinyPack([name, clip, segmenter]);
    const pack = await loadPack(folder, { provider: 'cpu', threads: 1 });

    const { promptEmbeds } = await pack.encodeText(facts.prompt);
    expect(furthest(promptEmbeds, reference(`${kind}/prompt_embeds`))).toBeLessThan(within);

    const image = reference('image');
    const hidden = enlarge(reference(`${kind}/mask`), 8).data;
    const masked = { data: image.data.map((v, i) => v * (1 - hidden[i % hidden.length])), dims: image.dims };
    const latents = await pack.encodeLatents(concat([image, masked]));
    expect(furthest(slice(latents, 0), reference(`${kind}/init_latents`))).toBeLessThan(within);
    expect(furthest(slice(latents, 1), reference(`${kind}/masked_latents`))).toBeLessThan(within);

    const scale = Math.max(...reference(`${kind}/latents`).data.map(Math.abs));
    const last = await paint(pack, kind, undefined);
    expect(furthest(last, reference(`${kind}/latents`)) / Math.max(1, scale)).toBeLessThan(within);
    if (facts.arrays[`${kind}/decoded`] !== undefined) {
      const decoded = await pack.decodeLatents(reference(`${kind}/latents`));
      expect(furthest(decoded, reference(`${kind}/decoded`))).toBeLessThan(within);
    }
  });
});
