import { expect, test, vi } from 'vitest';
import { fitPicture } from '../../src/bot/pictures/fit.ts';
import { uniform } from '../../src/pipeline/math/random.ts';
import { loadPack } from '../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../src/pipeline/models/pack.ts';
import { openFileArtifacts } from '../../src/queue/backends/file-artifacts.ts';
import type { EditJob, Result } from '../../src/queue/contracts.ts';
import { runJob } from '../../src/queue/run-job.ts';
import { TELLING } from '../pipeline/image/telling.ts';
import { CREDULOUS, tinyPack } from '../support/exports.ts';
import { makeFolder } from '../support/folders.ts';

vi.setConfig({ testTimeout: 600_000, hookTimeout: 120_000 });

/** Mutated files of each format: 200 in all. */
const EACH = 40;
/** A whole job on a tiny picture and a tiny pack; on a busy machine, too. */
const LIMIT_MS = 30_000;

let loaded: Promise<Pack> | undefined;
/** One pack for all: it stays loaded when its folder is gone. */
const thePack = () => {
  loaded ??= tinyPack(['sd15-inpaint', 'clip-split', 'clipseg-rank3'], {
    known: { calibration: CREDULOUS, resolution: 64 },
  }).then(({ folder }) => loadPack(folder, { provider: 'cpu', threads: 1 }));
  return loaded;
};

type Draw = (n: number) => number;
/** What may have become of a file on its way, or in somebody's hands. */
const MUTATIONS: readonly ((file: Buffer, at: number, draw: Draw) => Buffer)[] = [
  // A byte, some bytes, a number that says how much follows.
  (file, at, draw) => file.fill(draw(256), at, at + 1),
  (file, at, draw) => file.fill(draw(256), at, at + 1 + draw(16)),
  (file, at) => file.fill(0xff, at, at + 4),
  (file, at) => file.fill(0, at, at + 4),
  (file, at, draw) => file.fill(1 << draw(8), at, at + 1),
  // Cut off, a part left out, a part twice, something else in between.
  (file, at) => file.subarray(0, at),
  (file, at, draw) => Buffer.concat([file.subarray(0, at), file.subarray(at + 1 + draw(60))]),
  (file, at, draw) => Buffer.concat([file.subarray(0, at), file.subarray(Math.max(0, at - draw(60)))]),
  (file, at, draw) =>
    Buffer.concat([file.subarray(0, at), Buffer.alloc(1 + draw(40), draw(256)), file.subarray(at)]),
];

function mutated(file: Buffer, draw: Draw): Buffer {
  let changed = Buffer.from(file);
  for (let i = draw(3); i >= 0; i--) {
    const at = draw(2) === 0 ? draw(Math.min(64, changed.length)) : draw(changed.length);
    changed = Buffer.from(MUTATIONS[draw(MUTATIONS.length)](changed, at, draw));
  }
  return changed;
}

async function answerTo(bytes: Buffer): Promise<Result> {
  const artifacts = await openFileArtifacts(makeFolder(), { ttlMs: 600_000, sweep: false });
  const job: EditJob = {
    kind: 'edit',
    editId: 'fuzz',
    source: await artifacts.put(bytes),
    by: { userId: 'fuzz' },
    base: {
      from: 'lion',
      to: 'balloon',
      seed: 1,
      steps: 1,
      threshold: 110,
      instance: 'largest',
      anyway: true,
    },
    runs: [{}],
  };
  const result = await runJob(job, {
    artifacts,
    openPack: thePack,
    send: async () => {},
    signal: AbortSignal.timeout(LIMIT_MS),
  });
  // What is posted beside a result is the picture that was sent.
  if (result.outcome === 'done') await fitPicture(await artifacts.get(job.source), 1e6);
  return result;
}

test.each(['png', 'jpeg', 'webp', 'gif', 'avif'] as const)(
  'Whatever became of a %s, the answer is a picture or one sentence, soon.',
  async format => {
    const file = await TELLING[format]();
    const next = uniform(format.length * 1000 + format.charCodeAt(0));
    const draw = (n: number) => Math.floor(next() * n);
    const outcomes = { done: 0, refused: 0 };
    for (let i = 0; i < EACH; i++) {
      const result = await answerTo(mutated(file, draw));
      if (result.outcome === 'refused') {
        expect(result.message, `${format} ${i}`).toMatch(/^[A-Z][^\n]+\.$/);
        outcomes.refused++;
      } else {
        expect(result.outcome, `${format} ${i}`).toBe('done');
        outcomes.done++;
      }
    }
    // Both kinds of answer were tried.
    expect(Math.min(outcomes.done, outcomes.refused)).toBeGreaterThan(0);
  },
);
