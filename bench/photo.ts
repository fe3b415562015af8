/**
 * npm run bench:photo -- --exports DIR [--python PYTHON] [--steps 4] [--memory low]: what an edit of a photograph costs at
 * full size, stage by stage, beside the same graphs in diffusers and torch. `test/fixtures/packs/make.py --full DIR` writes
 * the exports (random weights: times and memory are those of real ones, pictures are noise). PYTHON has what
 * requirements.txt names there, and PYTHONPATH leads to diffusers; without it nothing is compared.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importPack } from '../src/pipeline/models/import/index.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import type { Pack } from '../src/pipeline/models/pack.ts';
import { assetsOf } from '../src/pipeline/models/verify.ts';
import { gaussian } from '../src/pipeline/random.ts';
import { concat, repeat, type Tensor } from '../src/pipeline/tensor.ts';
import { report } from './lib/report.ts';

const { values } = parseArgs({
  options: {
    exports: { type: 'string' },
    python: { type: 'string' },
    steps: { type: 'string', default: '4' },
    memory: { type: 'string', default: 'low' },
    quick: { type: 'boolean', default: false },
  },
});
if (values.exports === undefined)
  throw new Error('Say --exports DIR: test/fixtures/packs/make.py --full DIR writes them.');
const exports = resolve(values.exports);
const steps = values.quick ? 1 : Number(values.steps);
const memory = values.memory === 'high' ? 'high' : 'low';

const models = await mkdtemp(join(exports, '.bench-'));
try {
  const sources = ['pipeline', 'clip', 'clipseg'].map(name => join(exports, name));
  const { folder, manifest } = await importPack({ sources, models, name: 'bench' });
  const weightsMb = assetsOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20;
  const start = performance.now();
  const pack = await loadPack(folder, { provider: 'cpu', memory });
  const loadMs = performance.now() - start;
  const seconds = await stagesOf(pack);
  const ours = Object.values(seconds).reduce((a, b) => a + b);
  const torch = values.python === undefined ? undefined : compare(values.python);
  await report('photo', {
    figures: {
      ...(torch === undefined ? {} : { timeVsTorch: ours / torch.total }),
      peakRssMb: process.resourceUsage().maxRSS / 1024,
      weightsMb,
      loadMs,
      ...prefixed('inlay', seconds),
      ...prefixed('torch', torch?.seconds ?? {}),
    },
    notes: [
      `${manifest.unetKind} at ${manifest.resolution} px, ${steps} steps with guidance, memory ${memory}, random weights`,
      torch === undefined
        ? 'not compared: no --python'
        : `torch on ${torch.threads} threads, one after the other`,
    ],
  });
} finally {
  await rm(models, { recursive: true, force: true });
}

/** Seconds of the graphs' work in one edit, without what `low` memory costs to load them again. */
async function stagesOf(pack: Pack): Promise<Record<string, number>> {
  const { resolution, scaleFactor, latentChannels, unetKind, components } = pack.manifest;
  const cells = resolution / scaleFactor;
  const channels = unetKind === 'inpaint' ? 2 * latentChannels + 1 : latentChannels;
  const noise = (dims: number[]): Tensor => ({ data: gaussian(1)(dims.reduce((a, b) => a * b)), dims });
  const seconds: Record<string, number> = {};
  const measure = async (stage: string, work: () => Promise<unknown>) => {
    const before = pack.stopwatch.sessionRunMs;
    await work();
    seconds[stage] = (pack.stopwatch.sessionRunMs - before) / 1000;
  };
  const side = components.segmenter.pixels.size;
  await measure('segment', () => pack.segment(noise([1, 3, side, side]), 'a horse'));
  await measure('encode', () => pack.encodeLatents(repeat(noise([1, 3, resolution, resolution]), 2)));
  const texts = await pack.encodeTexts(['', 'a zebra']);
  const prompts = concat(texts.map(text => text.promptEmbeds));
  await measure('denoise', async () => {
    for (let i = 0; i < steps; i++)
      await pack.predict(noise([2, channels, cells, cells]), 900 - 100 * i, prompts);
  });
  await measure('decode', () => pack.decodeLatents(noise([1, latentChannels, cells, cells])));
  return seconds;
}

function compare(python: string) {
  const script = 'test/fixtures/packs/make.py';
  const run = spawnSync(python, [script, '--compare', exports, '--steps', String(steps)], {
    encoding: 'utf8',
  });
  if (run.status !== 0) throw new Error(`diffusers and torch could not be timed: ${run.stderr}`);
  const { seconds, threads } = JSON.parse(run.stdout.trim().split('\n').at(-1) ?? '') as {
    seconds: Record<string, number>;
    threads: number;
  };
  return { seconds, threads, total: Object.values(seconds).reduce((a, b) => a + b) };
}

function prefixed(name: string, seconds: Record<string, number>) {
  return Object.fromEntries(Object.entries(seconds).map(([stage, s]) => [`${name}.${stage}S`, s]));
}
