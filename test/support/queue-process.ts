/** A process of its own on a queue, for tests that kill it: tells what it does in lines on standard output. */
import { parseArgs } from 'node:util';
import { openTestQueue } from './queue.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    dataDir: { type: 'string', default: '' },
    edits: { type: 'boolean', default: false },
    deliveries: { type: 'boolean', default: false },
    cancel: { type: 'string' },
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
if (values.edits) await queue.workEdits();
tell('ready');
if (values.cancel !== undefined) {
  tell('asked', { cancelled: await queue.cancel(values.cancel) });
  await queue.close();
}
// Orders come in as lines, so that one process may both take and work on them.
process.stdin.setEncoding('utf8').on('data', async (text: string) => {
  for (const line of text.split('\n').filter(Boolean)) tell('added', await queue.add(JSON.parse(line)));
});
if (values.cancel !== undefined) process.stdin.pause();
