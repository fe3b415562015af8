/**
 * npm run bench:evaluation [-- --quick] [-- --edits n] [-- --suite names] [-- --threads n]: the tables of
 * docs/evaluation.md. Composes pictures with known objects, seed 4242, as a folder in COCO's format, and runs
 * every suite of `inlay eval` on them.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { evaluateSuites } from '../src/cli/eval-outputs.ts';
import { readCoco } from '../src/evaluation/coco.ts';
import { SUITES, type SuiteName } from '../src/evaluation/suites.ts';
import { loadPack } from '../src/pipeline/models/load-pack.ts';
import { writeCoco } from './lib/coco.ts';
import { quick, report, writeOut } from './lib/report.ts';

const SEED = 4242;
const { values } = parseArgs({
  options: {
    quick: { type: 'boolean' },
    edits: { type: 'string' },
    suite: { type: 'string' },
    threads: { type: 'string' },
  },
});
const count = Number(values.edits ?? (quick ? 2 : 200));
const suites = (values.suite?.split(',') ?? Object.keys(SUITES)) as SuiteName[];

const threads = values.threads === undefined ? {} : { threads: Number(values.threads) };
const pack = await loadPack('emoji', { provider: 'cpu', ...threads });
const folder = await mkdtemp(join(tmpdir(), 'inlay-evaluation-'));
try {
  await writeCoco(folder, { seed: SEED, count, paints: pack.manifest.vocabulary?.paints ?? [] });
  const start = performance.now();
  const {
    text,
    report: found,
    html,
  } = await evaluateSuites(pack, await readCoco(folder), suites, {
    bestOf: 1,
    ...(quick ? { steps: 4 } : {}),
  });
  console.log(text);
  await writeOut('evaluation.md', `${text}\n`);
  await writeOut('evaluation.html', html);
  await writeOut('evaluation-full.json', `${JSON.stringify(found, null, 2)}\n`);
  await report('evaluation', {
    figures: { edits: count, minutes: (performance.now() - start) / 60_000 },
    notes: [
      `pack ${pack.manifest.name} ${pack.manifest.version}, one candidate for each edit, ${values.threads ?? 'all'} threads; tables in evaluation.md`,
    ],
  });
} finally {
  await rm(folder, { recursive: true, force: true });
}
