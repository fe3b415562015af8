/**
 * npm run bench:load [-- --quick] [-- --only ack,queue,workers]: what many members at once cost. `ack`: 200
 * /edit at once by 50 members at 200 ms of latency, while a download stalls. `queue`: adding with 10,000
 * queued. `workers`: 1, 2 and 4 workers on Redis with a stub of fixed cost. `--quick` makes each a tenth or a
 * fifth.
 */
import { measureAcknowledging } from './lib/load/acknowledging.ts';
import { measureAdding } from './lib/load/adding.ts';
import { measureWorkers } from './lib/load/workers.ts';
import { quick, report } from './lib/report.ts';

const PARTS = { ack: measureAcknowledging, queue: measureAdding, workers: measureWorkers } as const;
type Part = keyof typeof PARTS;

const flag = process.argv.indexOf('--only');
const chosen = (flag < 0 ? Object.keys(PARTS) : process.argv[flag + 1].split(',')) as Part[];
const figures: Record<string, number> = {};
for (const part of chosen) Object.assign(figures, await PARTS[part](quick));
await report('load', {
  figures,
  notes: [
    'ack: milliseconds until Discord has the first answer; waitRatio: the longest wait of a member for all of his, over the shortest',
    'queue: milliseconds of one addition, over the first and over the last tenth, and KiB of heap, over the second and the last',
    'workers: jobs a second, over that of one worker times their number',
  ],
});
process.exit();
