/**
 * npm run bench:autodiff [-- --quick]: what a gradient costs at real scale. Builds CLIP ViT-B/32's image
 * tower at 224² and the decoder of Stable Diffusion's autoencoder at 512² with random weights, differentiates
 * both, and times the vector–Jacobian product, forward pass included, beside the forward pass alone.
 * `--quick` decodes 128² instead.
 */
import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { cotangentName, vjp } from '../src/pipeline/autodiff/vjp.ts';
import { gaussian } from '../src/pipeline/math/random.ts';
import { sizeOf } from '../src/pipeline/math/tensor.ts';
import { chooseProvider } from '../src/pipeline/models/provider.ts';
import { type Model, writeModel } from '../src/pipeline/onnx/model.ts';
import { onnxRuntime } from '../src/pipeline/onnx/runtime.ts';
import { clipVitB32, sdVaeDecoder } from './lib/networks.ts';
import { median, quick, report } from './lib/report.ts';

/** Sessions as the program opens its own: on the CPU nothing is probed. */
const { create } = await chooseProvider('cpu', '');

interface Measured {
  readonly forwardMs: number;
  readonly vjpMs: number;
  readonly buildMs: number;
  readonly megabytes: number;
}

const clip = await measure(clipVitB32(4), 'pixel_values', 'image_embeds', quick ? 3 : 7);
const side = quick ? 16 : 64;
const vae = await measure(sdVaeDecoder(side), 'latent_sample', 'sample', quick ? 2 : 3);
await report('autodiff', {
  figures: {
    vjpRatioClip: clip.vjpMs / clip.forwardMs,
    vjpRatioVae: vae.vjpMs / vae.forwardMs,
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    clipForwardMs: clip.forwardMs,
    clipVjpMs: clip.vjpMs,
    clipBuildMs: clip.buildMs,
    clipGraphMb: clip.megabytes,
    vaeForwardMs: vae.forwardMs,
    vaeVjpMs: vae.vjpMs,
    vaeBuildMs: vae.buildMs,
    vaeGraphMb: vae.megabytes,
  },
  notes: [
    `CLIP ViT-B/32 on 4 pictures of 224², the decoder of SD's autoencoder at ${8 * side}², random weights, CPU`,
    'medians of runs that take turns; the time of a vjp includes its forward pass; peak memory is that of the whole benchmark',
  ],
});

async function measure(model: Model, input: string, output: string, runs: number): Promise<Measured> {
  const start = performance.now();
  const backwardBytes = writeModel(await vjp(model, { wrt: [input], of: [output] }));
  const buildMs = performance.now() - start;
  const forward = await create(writeModel(model));
  const backward = await create(backwardBytes);
  const feeds = Object.fromEntries(backward.inputMetadata.map(meta => [meta.name, noiseFor(meta)]));
  const timesForward: number[] = [];
  const timesBackward: number[] = [];
  for (let i = 0; i <= runs; i++) {
    timesForward.push(await timed(() => forward.run({ [input]: feeds[input] })));
    timesBackward.push(await timed(() => backward.run(feeds, [output, cotangentName(input)])));
  }
  await forward.release();
  await backward.release();
  return {
    // The first run of each warms it up.
    forwardMs: median(timesForward.slice(1)),
    vjpMs: median(timesBackward.slice(1)),
    buildMs,
    megabytes: backwardBytes.length / 2 ** 20,
  };
}

function noiseFor(meta: InferenceSession.ValueMetadata): OrtTensor {
  const dims = meta.isTensor ? (meta.shape as number[]) : [];
  return new (onnxRuntime().Tensor)('float32', gaussian(3)(sizeOf(dims)), dims);
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
