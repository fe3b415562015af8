/** The bot, a worker, or both in a process of their own, for tests that kill it. */
import { parseArgs } from 'node:util';
import { openBotStore } from '../../src/bot/open-store.ts';
import { startBot } from '../../src/bot/start.ts';
import { readPacks } from '../../src/commands/packs-on-disk.ts';
import { createLogger } from '../../src/log.ts';
import { openTestQueue } from './queue.ts';

const { values } = parseArgs({
  options: {
    url: { type: 'string' },
    dataDir: { type: 'string', default: '' },
    pack: { type: 'string', default: '' },
    origin: { type: 'string', default: '' },
    token: { type: 'string', default: '' },
    deadlineMs: { type: 'string', default: '600000' },
    limit: { type: 'string', default: '50' },
    statusEveryMs: { type: 'string', default: '200' },
    bot: { type: 'boolean', default: false },
    edits: { type: 'boolean', default: false },
  },
});
const { url, dataDir, pack, origin, token } = values;
const log = createLogger((process.env.TEST_LOG ?? 'silent') as 'silent');
const queue = await openTestQueue({
  url,
  dataDir,
  log,
  limit: Number(values.limit),
  deadlineMs: Number(values.deadlineMs),
});
if (values.edits) await queue.workEdits({ settings: { INLAY_PACK: pack } });
if (values.bot) {
  const limits = { picturesPerHour: 1000, atOnce: 20 };
  const { store } = await openBotStore({ queue, queueUrl: url, dataDir, limits });
  const rest = { api: `${origin}/api`, cdn: `${origin}/cdn`, version: '10' };
  const packs = await readPacks(pack);
  const statusEveryMs = Number(values.statusEveryMs);
  await startBot({ token, rest, origins: [origin], queue, store, packs, log, statusEveryMs });
}
process.stdout.write('ready\n');
