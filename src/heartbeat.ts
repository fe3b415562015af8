import { readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { Unhealthy } from './errors.ts';
import { beginningOf, lives } from './lock-file.ts';
import { makeFolder } from './make-folder.ts';

/** Unix times in ms; absent: never. */
const time = z.number().optional();

const beatSchema = z.object({
  pid: z.int(),
  /** When the process began, where the system says so. */
  start: z.string().optional(),
  at: z.number(),
  /** Of the part that talks to Discord. */
  bot: z.object({ gatewayAt: time, restAt: time }).optional(),
  /** Of the part that makes edits. */
  worker: z
    .object({
      running: z.int(),
      jobAt: time,
      progressAt: time,
      /** The least recent progress of the running jobs. */
      quietSince: time,
      /** How long one may be quiet until its process is ended. */
      deadlineMs: z.number(),
    })
    .optional(),
});

export type Beat = z.infer<typeof beatSchema>;
type Part = 'bot' | 'worker';

const EVERY_MS = 5_000;
/** A process without a heartbeat for so long hangs. */
const SILENT_MS = 30_000;
/** A gateway comes back within seconds, as a rule. */
const GATEWAY_MS = 60_000;
/** REST is tried every minute at least: see `watchPulse`. */
const REST_MS = 5 * 60_000;
/** An edit that is quiet for this part of its deadline hangs, in all likelihood. */
const QUIET = 0.5;

/** Processes of other machines may use the same folder. */
const fileOf = (pid: number) => `${hostname()}-${pid}.json`;

/**
 * Writes a heartbeat of this process every five seconds, to a file in `folder`. Returns how to stop.
 */
export async function startHeartbeat(
  folder: string,
  read: () => Pick<Beat, 'bot' | 'worker'>,
): Promise<() => Promise<void>> {
  await makeFolder(folder, 0o700);
  for (const beat of await beatsIn(folder)) if (!(await isAlive(beat))) await remove(folder, beat.pid);
  const start = await beginningOf(process.pid);
  const path = join(folder, fileOf(process.pid));
  const write = async () => {
    await writeFile(`${path}.new`, JSON.stringify({ pid: process.pid, start, at: Date.now(), ...read() }));
    await rename(`${path}.new`, path);
  };
  await write();
  // A full disk may have room later; the check notices a missing heartbeat.
  const timer = setInterval(() => void write().catch(() => {}), EVERY_MS).unref();
  return async () => {
    clearInterval(timer);
    await remove(folder, process.pid);
  };
}

const remove = (folder: string, pid: number) => rm(join(folder, fileOf(pid)), { force: true });

/**
 * Reports on the processes of this machine with this part. Throws `Unhealthy` where there is none, or one is
 * unhealthy.
 */
export async function checkHeartbeats(folder: string, part: Part): Promise<Beat[]> {
  const beats: Beat[] = [];
  for (const beat of await beatsIn(folder)) if (beat[part] && (await isAlive(beat))) beats.push(beat);
  if (beats.length === 0) throw new Unhealthy(`No ${part} runs here.`);
  for (const beat of beats) {
    const why = illnessOf(beat, part);
    if (why !== undefined) throw new Unhealthy(`The ${part} (process ${beat.pid}) is unhealthy: ${why}.`);
  }
  return beats;
}

/** What is wrong with a process, if anything. */
export function illnessOf({ at, bot, worker }: Beat, part: Part, now = Date.now()): string | undefined {
  const ago = (time: number | undefined) => now - (time ?? Number.NEGATIVE_INFINITY);
  const problem = (what: string, time: number | undefined) =>
    time === undefined ? `${what} yet` : `${what} for ${Math.round((now - time) / 1000)} s`;
  if (ago(at) > SILENT_MS) return problem('it has stood still', at);
  if (part === 'bot' && bot !== undefined) {
    if (ago(bot.gatewayAt) > GATEWAY_MS) return problem('it has had no gateway to Discord', bot.gatewayAt);
    if (ago(bot.restAt) > REST_MS) return problem('no request to Discord has succeeded', bot.restAt);
  }
  if (part === 'worker' && worker !== undefined && worker.running > 0) {
    const { quietSince = now, deadlineMs } = worker;
    if (ago(quietSince) > QUIET * deadlineMs) return problem('an edit has made no progress', quietSince);
  }
  return undefined;
}

async function beatsIn(folder: string): Promise<Beat[]> {
  const names = await readdir(folder).catch(() => []);
  const ours = names.filter(name => name.startsWith(`${hostname()}-`) && name.endsWith('.json'));
  const texts = await Promise.all(ours.map(name => readFile(join(folder, name), 'utf8').catch(() => '')));
  return texts.flatMap(text => {
    try {
      return [beatSchema.parse(JSON.parse(text))];
    } catch {
      return [];
    }
  });
}

/** A process id may have been reused. */
const isAlive = async ({ pid, start }: Beat): Promise<boolean> =>
  start === undefined ? lives(pid) : (await beginningOf(pid)) === start;
