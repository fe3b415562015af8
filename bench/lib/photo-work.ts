/**
 * The models' work of one edit of a photograph, in a process of its own, so that its peak memory is its own:
 * `photo-work.ts FOLDER STEPS high|low [guided]`. Prints seconds of each stage as the last line, as JSON.
 */
import { clipLoss } from '../../src/pipeline/guidance/clip-loss.ts';
import { cutOutBoxes } from '../../src/pipeline/guidance/cut-outs.ts';
import { gradientGuide } from '../../src/pipeline/guidance/gradient.ts';
import { gaussian, uniform } from '../../src/pipeline/math/random.ts';
import { concat, repeat, sizeOf, type Tensor } from '../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../src/pipeline/models/pack.ts';
import { sampleChannels } from '../../src/pipeline/models/unet.ts';

/** What a side of the comparison prints. */
export interface PhotoWork {
  /** Seconds inside the models, by stage. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly peakRssMb: number;
  /**
   * Seconds until the pack was open and each model had run once, and between runs: opening models again,
   * making derivatives.
   */
  readonly openS?: number;
  readonly betweenS?: number;
}

const CUT_OUTS = 4;

const noise = (dims: number[]): Tensor => ({ data: gaussian(1)(sizeOf(dims)), dims });

const [folder, steps, memory, guided] = process.argv.slice(2);
const begun = performance.now();
const pack = await loadPack(folder, { provider: 'cpu', memory: memory === 'high' ? 'high' : 'low' });
const openS = (performance.now() - begun) / 1000;
console.log(JSON.stringify({ openS, ...(await work(pack)) }));

async function work({ manifest, stopwatch }: Pack): Promise<PhotoWork> {
  const { resolution, scaleFactor, latentChannels, components } = manifest;
  const cells = resolution / scaleFactor;
  const seconds: Record<string, number> = {};
  let betweenS = 0;
  async function measure<T>(stage: string, task: () => Promise<T>): Promise<T> {
    const [start, ran] = [performance.now(), stopwatch.sessionRunMs];
    const result = await task();
    seconds[stage] = (stopwatch.sessionRunMs - ran) / 1000;
    betweenS += (performance.now() - start) / 1000 - seconds[stage];
    return result;
  }
  const side = components.segmenter.pixels.size;
  await measure('segment', () => pack.segment(noise([1, 3, side, side]), 'a horse'));
  await measure('encode', () => pack.encodeLatents(repeat(noise([1, 3, resolution, resolution]), 2)));
  const texts = await measure('read', () => pack.encodeTexts(['', 'a zebra']));
  const prompts = concat(texts.map(text => text.promptEmbeds));
  await measure('denoise', async () => {
    for (let i = 0; i < Number(steps); i++)
      await pack.predict(noise([2, sampleChannels(manifest), cells, cells]), 900 - 100 * i, prompts);
  });
  const latents = noise([1, latentChannels, cells, cells]);
  if (guided === 'guided') await measure('guide', () => oneGradient(latents, texts[1].textEmbeds));
  await measure('decode', () => pack.decodeLatents(latents));
  return { seconds, betweenS, peakRssMb: process.resourceUsage().maxRSS / 1024 };
}

/** One step's gradient of CLIP's loss on cut-outs of the middle of the window. */
function oneGradient(latents: Tensor, textEmbeds: Tensor): Promise<Tensor> {
  const { resolution } = pack.manifest;
  const middle = { left: resolution / 4, top: resolution / 4, width: resolution / 2, height: resolution / 2 };
  const boxes = cutOutBoxes(middle, CUT_OUTS, uniform(1));
  const guide = gradientGuide(pack, {
    losses: [{ weight: 1, loss: image => clipLoss(pack, image, { boxes, textEmbeds }) }],
    schedule: { from: 0, to: 1, every: 1 },
    steps: 1,
    meter: { steps: 0, gradients: 0, ms: 0 },
  });
  return Promise.resolve(guide(latents, 0.5, 0));
}
