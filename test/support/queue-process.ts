/**
 * A process of its own on a queue, for tests that kill it: reports what it does in lines on standard output.
 */
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import type { Order } from '../../src/queue/types.ts';
import { openTestQueue } from './queue.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    dataDir: { type: 'string', default: '' },
    pack: { type: 'string', default: '' },
    edits: { type: 'boolean', default: false },
    deliveries: { type: 'boolean', default: false },
  },
});
const tell = (event: string, rest: object = {}) =>
  process.stdout.write(`${JSON.stringify({ event, ...rest })}\n`);

const queue = await openTestQueue({ url: values.url, dataDir: values.dataDir });
process.once('SIGTERM', async () => {
  await queue.close({ graceMs: 0 });
  tell('closed');
  process.exit();
});
queue.onProgress((jobId, { step, run }) => tell('progress', { jobId, step, run }));
if (values.deliveries)
  await queue.workDeliveries(async ({ jobId, outcome }) => {
    tell('delivered', { jobId, outcome: outcome.outcome });
  });
if (values.edits) await queue.workEdits({ settings: { INLAY_PACK: values.pack } });
tell('ready');
// Orders and cancellations come in as lines, so that one process may both take and work on them.
createInterface(process.stdin).on('line', async line => {
  const asked: Order | { readonly cancel: string } = JSON.parse(line);
  if ('cancel' in asked) tell('asked', { cancelled: await queue.cancel(asked.cancel) });
  else tell('added', await queue.add(asked));
});
