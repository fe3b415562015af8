/**
 * npm run bench:bot [-- --quick] [-- --redis] [-- --queue]: 50 requests at once from 20 users, while the
 * worker is at 100% CPU. A request is acknowledged when Discord has the bot's first answer (with `--queue`:
 * when the queue holds it); none may be lost, and none delivered twice. The store is the embedded one, or a
 * Redis of its own. How requests are made and heard of is a `Target`: the whole bot, or with `--queue` the
 * queue alone.
 */
import { readFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { horseBytes } from '../test/support/scenes.ts';
import { openBotTarget } from './lib/bot-target.ts';
import { cpuShare } from './lib/cpu.ts';
import { openQueueTarget } from './lib/queue-target.ts';
import { quick, report } from './lib/report.ts';

/** A queue or bot under test: takes requests and delivers their results. */
export interface Target {
  readonly name: string;
  /** Keeps the worker busy until the given promise settles. */
  occupy(): Promise<void>;
  /** Resolves when the request is acknowledged. */
  request(id: string, userId: string): Promise<void>;
  /** Ids of everything that was delivered, in order, with repeats. */
  delivered(): readonly string[];
  close(): Promise<void>;
}

const REQUESTS = 50;
const USERS = 20;
/** After the last delivery, what would come twice would come in this time. */
const QUIET_MS = 3_000;
const PATIENCE_MS = 20 * 60_000;

const picture = await readFile('assets/sample.png');
const redis = process.argv.includes('--redis');
const target = process.argv.includes('--queue')
  ? await openQueueTarget({ picture, redis, quick })
  : await openBotTarget({ picture: await horseBytes(), redis });
try {
  await target.occupy();
  const cpu = cpuShare();
  const ids = Array.from({ length: REQUESTS }, (_, i) => String(9_000_000 + i));
  const waits = await Promise.all(ids.map((id, i) => timed(() => target.request(id, `user-${i % USERS}`))));
  const busy = cpu();
  const start = performance.now();
  while (missing(ids).length > 0 && performance.now() - start < PATIENCE_MS) await delay(200);
  const drainMs = performance.now() - start;
  await delay(QUIET_MS);

  const sorted = waits.toSorted((a, b) => a - b);
  const at = (share: number) => sorted[Math.min(sorted.length - 1, Math.ceil(share * sorted.length) - 1)];
  const ours = target.delivered().filter(id => ids.includes(id));
  await report('bot', {
    figures: {
      ackP50Ms: at(0.5),
      ackP99Ms: at(0.99),
      ackMaxMs: sorted[sorted.length - 1],
      lost: missing(ids).length,
      doubled: ours.length - new Set(ours).size,
      cpuShare: busy,
      drainMs,
    },
    notes: [
      `${REQUESTS} requests at once from ${USERS} users on ${target.name}`,
      `cpuShare: of all ${availableParallelism()} cores, whoever used them, while requests were acknowledged`,
    ],
  });
} finally {
  await target.close();
}

function missing(ids: readonly string[]): string[] {
  const seen = new Set(target.delivered());
  return ids.filter(id => !seen.has(id));
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}
