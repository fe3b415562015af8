/**
 * npm run bench:choices -- --exports DIR [--quick]: how a full-size UNet runs best on the CPU, beside how it
 * runs: attention as it was exported, the branches of classifier-free guidance one after the other rather
 * than as a batch of two, other numbers of threads. Ratios of medians in one process, alternating.
 * `test/fixtures/packs/make.py --full DIR` writes the exports.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import type { InferenceSession } from 'onnxruntime-node';
import { gaussian } from '../src/pipeline/math/random.ts';
import { sizeOf, slice, type Tensor } from '../src/pipeline/math/tensor.ts';
import { openGraph } from '../src/pipeline/models/graph.ts';
import { importPack } from '../src/pipeline/models/import/index.ts';
import type { Manifest } from '../src/pipeline/models/manifest.ts';
import { chooseProvider, type SessionMaker } from '../src/pipeline/models/provider.ts';
import { makeSessionPool } from '../src/pipeline/models/session-pool.ts';
import { type Predict, predictor, sampleChannels } from '../src/pipeline/models/unet.ts';
import { median, quick, report } from './lib/report.ts';

const ROUNDS = quick ? 1 : 4;
/** Stable Diffusion's prompts, and a step in the middle. */
const [TOKENS, WIDTH, TIMESTEP] = [77, 768, 500];

const { values } = parseArgs({
  options: { exports: { type: 'string' }, quick: { type: 'boolean', default: false } },
});
if (values.exports === undefined)
  throw new Error('Say --exports DIR: test/fixtures/packs/make.py --full DIR writes them.');
const exports = resolve(values.exports);
const models = await mkdtemp(join(exports, '.bench-'));
try {
  const sources = ['pipeline', 'clip', 'clipseg'].map(name => join(exports, name));
  const { folder, manifest } = await importPack({ sources, models, name: 'bench' });
  const fused = join(folder, manifest.components.unet.file);
  const step = stepOf(manifest);
  const exported = join(exports, 'pipeline/unet/model.onnx');
  const figures: Record<string, number> = {};
  for (const lowMemory of [false, true]) {
    const standard = await open(fused, { lowMemory });
    const measure = async (name: string, work: () => Promise<unknown>) => {
      figures[lowMemory ? `${name}LowRatio` : `${name}Ratio`] = await ratio(work, () =>
        step.together(standard.unet),
      );
    };
    const other = async (name: string, path: string, threads?: number) => {
      const { unet, close } = await open(path, { lowMemory, threads });
      await measure(name, () => step.together(unet));
      await close();
    };
    await measure('twoRuns', () => step.apart(standard.unet));
    await other('asExported', exported);
    if (!lowMemory) {
      await other('oneThread', fused, 1);
      await other('twiceTheThreads', fused, 2 * availableParallelism());
    }
    await standard.close();
  }
  await report('choices', {
    figures,
    notes: [
      `${manifest.unetKind} at ${manifest.resolution} px: time of one step with classifier-free guidance to that of the product's own way, fused attention and a batch of two on ONNX Runtime's choice of threads, here ${availableParallelism()}`,
      `Low: with --memory low; medians of ${ROUNDS}, taking turns in one process`,
    ],
  });
} finally {
  await rm(models, { recursive: true, force: true });
}

/** A UNet on a shelf of its own, and how to let go of it. */
async function open(path: string, settings: { lowMemory: boolean; threads?: number | undefined }) {
  const sessions: InferenceSession[] = [];
  const maker = await chooseProvider('cpu', path, settings);
  const create: SessionMaker['create'] = async model => {
    const session = await maker.create(model);
    sessions.push(session);
    return session;
  };
  const shelf = makeSessionPool({ ...maker, create }, Number.POSITIVE_INFINITY);
  const graph = await openGraph(path, path, shelf, { sessionRunMs: 0, sessionRuns: 0 });
  return {
    unet: predictor(graph),
    close: async () => {
      for (const session of sessions) await session.release();
    },
  };
}

/** One step of both branches of guidance, on noise. */
function stepOf(manifest: Manifest) {
  const cells = manifest.resolution / manifest.scaleFactor;
  const sample = noise([2, sampleChannels(manifest), cells, cells]);
  const prompts = noise([2, TOKENS, WIDTH]);
  const half = (unet: Predict, i: number) => unet(slice(sample, i), TIMESTEP, slice(prompts, i));
  return {
    together: (unet: Predict) => unet(sample, TIMESTEP, prompts),
    apart: async (unet: Predict) => {
      await half(unet, 0);
      await half(unet, 1);
    },
  };
}

/** The time of `work` in parts of that of `base`. The first round warms both up. */
async function ratio(work: () => Promise<unknown>, base: () => Promise<unknown>): Promise<number> {
  const times: [number[], number[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [i, run] of [work, base].entries()) {
      const start = performance.now();
      await run();
      if (round > 0) times[i].push(performance.now() - start);
    }
  }
  return median(times[0]) / median(times[1]);
}

function noise(dims: number[]): Tensor {
  return { data: gaussian(1)(sizeOf(dims)), dims };
}
