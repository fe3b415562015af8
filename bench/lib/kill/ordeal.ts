import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { REST } from 'discord.js';
import { register } from '../../../src/bot/register.ts';
import { uniform } from '../../../src/pipeline/math/random.ts';
import { labelsOf } from '../../../test/bot/suite/look.ts';
import { type Discord, openDiscord, png, type Reply } from '../../../test/support/discord.ts';
import { startRedis } from '../../../test/support/redis.ts';
import { horseBytes } from '../../../test/support/scenes.ts';
import { startProcesses } from './processes.ts';
import { contentOf, judge } from './verdict.ts';

const LATENCY_MS = 150;
const MEMBERS = 20;
/** Requests that wait or run at once. */
const AT_ONCE = 12;
/**
 * Each a quarter of the 2% of posts that are refused: no rights, too large, a filter, a fault of Discord's.
 */
const REFUSED = [
  { status: 403, code: 50013 },
  { status: 413, code: 40005 },
  { status: 400, code: 200000 },
  { status: 500 },
];
const SHARE = 0.005;
/** An open request counts as lost when nothing changes for so long. */
const PATIENCE_MS = 6 * 60_000;
/**
 * Silence after which all is over: longer than detecting a hung child, starting another and painting take
 * together.
 */
const QUIET_MS = 120_000;
/** A bot that lives answers a request within this time, also while Redis is away or the bot was stopped. */
const ANSWER_MS = 60_000;
const POST = 'POST /channels/{channel_id}/messages' as const;

export interface Ordeal {
  readonly store: 'redis' | 'embedded';
  readonly edits: number;
  readonly kills: number;
  readonly seed: number;
}

/**
 * Requests edits while processes are killed; returns what became of them, and what should not have happened.
 */
export async function runOrdeal({ store, edits, kills, seed }: Ordeal) {
  const dataDir = await mkdtemp(join(tmpdir(), 'inlay-kill-'));
  const redis = store === 'redis' ? await startRedis() : undefined;
  const discord = await openDiscord({
    validate: () => {},
    latencyMs: LATENCY_MS,
    latencySeed: seed,
    acknowledgeWithinMs: 5_000,
  });
  await register(new REST({ api: discord.api, version: '10' }).setToken(discord.token), discord);
  for (const fault of REFUSED)
    discord.faults.add({ ...fault, route: POST, share: SHARE, times: Number.POSITIVE_INFINITY });
  const processes = await startProcesses(discord, dataDir, redis);
  const random = uniform(seed);
  const asked: Reply[] = [];
  const start = performance.now();
  let done = 0;
  const ask = askingOf(discord, await horseBytes());
  const unanswered: string[] = [];
  const asking = Promise.all(
    Array.from({ length: AT_ONCE }, async (_, lane) => {
      for (let i = lane; i < edits; i += AT_ONCE) {
        asked.push(await untilAcknowledged(() => ask(i), processes.bots, unanswered));
        done++;
        await roomIn(discord);
      }
    }),
  );
  let strikes = 0;
  const striking = (async () => {
    for (; strikes < kills; strikes++) {
      // Spread over the requests, as far as they have come.
      while (done < (edits * strikes) / kills) await delay(100);
      await delay(500 + random() * 2_500);
      const victim = processes.victims[Math.floor(random() * processes.victims.length)];
      const signal = victim !== 'redis' && random() < 0.3 ? 'SIGSTOP' : 'SIGKILL';
      await processes.strike(victim, signal);
      if ((strikes + 1) % 10 === 0) console.log(`${store}: ${strikes + 1} strikes, ${done} acknowledged`);
    }
  })();
  await Promise.all([asking, striking]);
  await calm(discord);
  const orphans = await processes.end();
  const { figures, problems } = await judge(discord, asked, { dataDir, besideRedis: redis !== undefined });
  problems.push(...unanswered);
  for (const pid of orphans) problems.push(`the child ${pid} outlived its worker`);
  await discord.close();
  await redis?.stop();
  await rm(dataDir, { recursive: true, force: true });
  const minutes = (performance.now() - start) / 60_000;
  return { figures: { asked: edits, strikes, ...figures, minutes }, problems };
}

/**
 * Until a request is acknowledged: answered in words. A bot that is away answers nothing, and one that dies
 * before it has written a request down never will: its member asks again. One that lived all the time has to
 * answer.
 */
async function untilAcknowledged(
  ask: () => Promise<Reply>,
  bots: () => number,
  unanswered: string[],
): Promise<Reply> {
  for (;;) {
    const died = bots();
    const reply = await ask().catch(() => undefined);
    const end = Date.now() + ANSWER_MS;
    while (reply?.kind === 'deferred' && bots() === died && Date.now() < end) {
      if (contentOf(reply) !== '') return reply;
      await delay(100);
    }
    if (reply?.kind === 'deferred' && bots() === died)
      unanswered.push(`${reply.interaction.id} was never answered, by a bot that lived`);
    await delay(500);
  }
}

/** One in four finds only; one in eight is refused by the pipeline. */
function askingOf(discord: Discord, picture: Uint8Array) {
  const people = Array.from({ length: MEMBERS }, (_, i) => discord.newcomer(`member-${i}`));
  const image = png(picture);
  const torn = png(picture.subarray(0, 900), 'torn.png');
  return (i: number): Promise<Reply> => {
    const person = people[i % MEMBERS];
    if (i % 4 === 1) return person.command('mask', { image, from: 'horse' });
    return person.command('edit', {
      image: i % 8 === 2 ? torn : image,
      from: 'horse',
      to: 'zebra',
      steps: 1,
    });
  };
}

/**
 * Reads the stored messages themselves: views of thousands of messages, made again and again, would slow the
 * whole test down.
 */
const openStatuses = ({ world }: Discord): number =>
  [...world.messages.values()].filter(({ message }) => labelsOf(message).includes('Cancel')).length;

async function roomIn(discord: Discord): Promise<void> {
  while (openStatuses(discord) >= 2 * AT_ONCE) await delay(1_000);
}

/**
 * Until no status is open and nothing was posted for a while, as what would come twice would be; or nothing
 * changes for long.
 */
async function calm(discord: Discord): Promise<void> {
  let last = '';
  let since = Date.now();
  for (;;) {
    const open = openStatuses(discord);
    const state = `${open} ${discord.world.messages.size}`;
    if (state !== last) since = Date.now();
    last = state;
    if (Date.now() - since > (open === 0 ? QUIET_MS : PATIENCE_MS)) return;
    await delay(500);
  }
}
