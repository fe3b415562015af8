/**
 * npm run bench:photo -- --exports DIR [--python PYTHON] [--steps 4] [--memory low] [--quick]: cost of an
 * edit's models at full size, stage by stage, with and without a CLIP gradient, beside the same work in
 * diffusers and torch. `test/fixtures/packs/make.py --full DIR` writes the exports (random weights: times and
 * memory are those of real ones, pictures are noise). PYTHON has what requirements.txt names there, and
 * PYTHONPATH leads to diffusers; without it nothing is compared. Each side runs in a process of its own, one
 * after the other. `--quick`: one step, no gradient.
 */
import { spawnSync } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { importPack } from '../src/pipeline/models/import/index.ts';
import { assetsOf } from '../src/pipeline/models/verify.ts';
import type { PhotoWork } from './lib/photo-work.ts';
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
const { python } = values;
const memory = values.memory === 'high' ? 'high' : 'low';
const steps = values.quick ? '1' : values.steps;

const models = await mkdtemp(join(exports, '.bench-'));
try {
  const sources = ['pipeline', 'clip', 'clipseg'].map(name => join(exports, name));
  const { folder, manifest } = await importPack({ sources, models, name: 'bench' });
  const weightsMb = assetsOf(manifest).reduce((sum, { bytes }) => sum + bytes, 0) / 2 ** 20;
  const figures: Record<string, number> = { weightsMb };
  for (const guided of values.quick ? [false] : [false, true]) {
    const ours = inlay(folder, guided);
    const theirs = python === undefined ? undefined : torch(python, guided);
    Object.assign(figures, compared(ours, theirs, { weightsMb, suffix: guided ? 'Guided' : '' }));
  }
  await report('photo', {
    figures,
    notes: [
      `${manifest.unetKind} at ${manifest.resolution} px, ${steps} steps with classifier-free guidance, memory ${memory}, random weights`,
      'seconds inside the models; openS, betweenS: opening the models, and, between their runs, opening them again and making derivatives; torch is not charged for it',
      'memoryBound: peak memory in parts of 1.2 × weights + 2 GB; Guided: with one gradient of CLIP on 4 cut-outs, through the decoder',
      python === undefined
        ? 'not compared: no --python'
        : `each side on ${availableParallelism()} threads, in a process of its own, one after the other`,
    ],
  });
} finally {
  await rm(models, { recursive: true, force: true });
}

/** Figures of one run of each side. */
function compared(
  ours: PhotoWork,
  theirs: PhotoWork | undefined,
  { weightsMb, suffix }: { weightsMb: number; suffix: string },
): Record<string, number> {
  const named = (side: string, work: PhotoWork) =>
    Object.entries(work.seconds).map(([stage, s]) => [`${side}${suffix}.${stage}S`, s]);
  const own = {
    [`peakRss${suffix}Mb`]: ours.peakRssMb,
    [`memoryBound${suffix}`]: ours.peakRssMb / (1.2 * weightsMb + 2048),
    [`inlay${suffix}.openS`]: ours.openS ?? 0,
    [`inlay${suffix}.betweenS`]: ours.betweenS ?? 0,
    ...Object.fromEntries(named('inlay', ours)),
  };
  if (theirs === undefined) return own;
  return {
    [`timeVsTorch${suffix}`]: total(ours) / total(theirs),
    ...own,
    [`torchPeakRss${suffix}Mb`]: theirs.peakRssMb,
    ...Object.fromEntries(named('torch', theirs)),
  };
}

function total({ seconds }: PhotoWork): number {
  return Object.values(seconds).reduce((a, b) => a + b);
}

function inlay(folder: string, guided: boolean): PhotoWork {
  const flags = guided ? ['guided'] : [];
  const script = ['--import', 'tsx', 'bench/lib/photo-work.ts'];
  return workOf(process.execPath, [...script, folder, steps, memory, ...flags]);
}

function torch(python: string, guided: boolean): PhotoWork {
  const flags = guided ? ['--guided'] : [];
  return workOf(python, ['test/fixtures/packs/make.py', '--compare', exports, '--steps', steps, ...flags]);
}

/** Runs one side to its end and reads the last line that it prints. */
function workOf(command: string, args: readonly string[]): PhotoWork {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed: ${stderr}`);
  const line = stdout.trim().split('\n').at(-1) ?? '';
  // A run is long: results are reported as they come, should the next side fail.
  console.error(line);
  return JSON.parse(line) as PhotoWork;
}
