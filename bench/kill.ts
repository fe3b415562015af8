/**
 * npm run test:kill [-- --quick] [-- --redis | --embedded] [-- --edits N --kills N --seed N]: requests of
 * many members while child, worker, bot and Redis are killed or stopped at random, at 150 ms of latency with
 * jitter, with 2% of posts refused. What was acknowledged must be delivered or refunded, nothing twice, no
 * status left open, nothing left behind. Exits with 1 where that is not so.
 */
import { parseArgs } from 'node:util';
import { compile } from '../test/support/compiled.ts';
import { runOrdeal } from './lib/kill/ordeal.ts';
import { quick, report } from './lib/report.ts';

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    redis: { type: 'boolean', default: false },
    embedded: { type: 'boolean', default: false },
    edits: { type: 'string' },
    kills: { type: 'string' },
    seed: { type: 'string', default: '1' },
  },
});
const WHOLE = { redis: { edits: 500, kills: 100 }, embedded: { edits: 250, kills: 50 } };
const SHORT = { edits: 12, kills: 3 };

// Its processes start from what the tests start theirs from.
compile();
const both = values.redis === values.embedded;
const figures: Record<string, number> = {};
let faults = 0;
for (const store of ['redis', 'embedded'] as const) {
  if (!both && !values[store]) continue;
  const standard = quick ? SHORT : WHOLE[store];
  const found = await runOrdeal({
    store,
    edits: Number(values.edits ?? standard.edits),
    kills: Number(values.kills ?? standard.kills),
    seed: Number(values.seed),
  });
  for (const problem of found.problems) console.log(`${store}: ${problem}`);
  for (const [key, value] of Object.entries(found.figures)) figures[`${store}.${key}`] = value;
  faults += found.problems.length;
}
await report('kill', {
  figures: { ...figures, problems: faults },
  notes: ['SIGKILL and SIGSTOP at random; 150 ms of latency with jitter; 2% of posts refused'],
});
process.exit(faults === 0 ? 0 : 1);
