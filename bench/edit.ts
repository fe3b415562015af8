/**
 * npm run bench:edit [-- --quick]: where the time of the demo's edit goes. `overhead` is the part of an
 * edit's wall time that is not inside ONNX Runtime, model loading apart.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { type EditResult, edit } from '../src/pipeline/edit.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import { STAGES } from '../src/pipeline/progress/events.ts';
import { mean, median, quick, report } from './lib/report.ts';

const RUNS = quick ? 2 : 7;

const picture = await readFile('assets/sample.png');
const start = performance.now();
const pack = await loadPack('emoji', { provider: 'cpu' });
const loadMs = performance.now() - start;

// The first edit also encodes the vocabulary and warms the machine up: it is reported separately.
const first = await run();
const runs: EditResult[] = [];
for (let i = 0; i < RUNS; i++) runs.push(await run());

const { steps, bestOf } = first.recipe;
const stages = Object.fromEntries(
  STAGES.map(stage => [`${stage}Ms`, median(runs.map(result => result.timings.stages[stage]))]),
);
await report('edit', {
  figures: {
    totalMs: median(runs.map(result => result.timings.totalMs)),
    sessionRunMs: median(runs.map(result => result.timings.sessionRunMs)),
    overhead: mean(runs.map(({ timings }) => 1 - timings.sessionRunMs / timings.totalMs)),
    loadMs,
    firstEditMs: first.timings.totalMs,
    ...stages,
    stepsPerSecond: median(runs.map(({ timings }) => steps / (timings.stages.denoise / 1000))),
    candidateStepsPerSecond: median(
      runs.map(({ timings }) => (steps * bestOf) / (timings.stages.denoise / 1000)),
    ),
    peakRssMb: process.resourceUsage().maxRSS / 1024,
    threads: availableParallelism(),
  },
  notes: [
    `horse → zebra in the bundled picture (${first.source.width} × ${first.source.height}), ${steps} steps, best of ${bestOf}`,
    `medians of ${RUNS} edits after the first, overhead the mean; threads: ONNX Runtime's own choice of ${availableParallelism()}`,
  ],
});

function run(): Promise<EditResult> {
  return edit(pack, picture, { from: 'horse', to: 'zebra' });
}
