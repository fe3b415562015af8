import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import type { Playground } from '../../../src/playground/index.ts';
import { type BotProcess, startBotProcess } from '../../../test/support/bot-processes.ts';
import { hurriedPack } from '../../../test/support/packs.ts';
import type { RedisServer } from '../../../test/support/redis.ts';

/**
 * A child that is silent for so long is ended: longer than one needs to start beside others on two busy
 * cores.
 */
const DEADLINE_MS = 60_000;
/** A process that is stopped goes on after this, or is killed. */
const STOPPED_MS = 4_000;

/** So long a child may take to notice that it is alone. */
const ORPHANED_MS = 60_000;

export type Victim = 'child' | 'worker' | 'bot' | 'redis';

/** The processes of one Inlay on a store, each of which may be killed or stopped, and is started again. */
export async function startProcesses(discord: Playground, dataDir: string, redis: RedisServer | undefined) {
  const common = [
    ...['--dataDir', dataDir, '--pack', hurriedPack(1), '--limit', '1000', '--statusEveryMs', '2500'],
    ...['--deadlineMs', String(DEADLINE_MS), ...(redis === undefined ? [] : ['--url', redis.url])],
  ];
  const flags: Readonly<Record<string, readonly string[]>> =
    redis === undefined ? { bot: ['--bot', '--edits'] } : { bot: ['--bot'], worker: ['--edits'] };
  const running = new Map<string, BotProcess>();
  let bots = 0;
  /** Every child that was ever seen. */
  const children = new Set<number>();
  const start = async (name: string) => {
    running.set(name, await startBotProcess(discord, [...flags[name], ...common]));
  };
  for (const name of Object.keys(flags)) await start(name);

  const look = (): number[] => {
    const parents = new Set([...running.values()].map(({ pid }) => pid));
    const found = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' })
      .split('\n')
      .map(line => line.trim().split(/\s+/))
      .filter(
        ([, parent, ...args]) => parents.has(Number(parent)) && /bullmq|inlay-edits/.test(args.join(' ')),
      )
      .map(([pid]) => Number(pid));
    for (const pid of found) children.add(pid);
    return found;
  };
  const restart = async (name: string) => {
    await running.get(name)?.end();
    if (name === 'bot') bots++;
    await start(name);
  };

  return {
    victims: (redis === undefined ? ['child', 'bot'] : ['child', 'worker', 'bot', 'redis']) as Victim[],
    /** How many bots have died. */
    bots: () => bots,
    /** Kills a victim, or stops it; resolves when it is back at work. */
    async strike(victim: Victim, signal: 'SIGKILL' | 'SIGSTOP'): Promise<void> {
      const own = look();
      if (victim === 'redis') {
        await redis?.kill();
        await delay(500);
        await redis?.start();
      } else if (victim === 'child') {
        // One that is stopped stays so: its worker has to notice.
        for (const pid of own.slice(0, 1)) send(pid, signal);
      } else if (signal === 'SIGKILL') await restart(victim);
      else {
        send(running.get(victim)!.pid, signal);
        await delay(STOPPED_MS);
        send(running.get(victim)!.pid, 'SIGCONT');
      }
    },
    /** Ends them all; returns the children that outlived it. */
    async end(): Promise<number[]> {
      look();
      for (const { end } of running.values()) await end();
      // A child that was stopped when its worker died continues, and notices that it is orphaned.
      for (const pid of children) send(pid, 'SIGCONT');
      // One that loads a pack notices only after.
      let left = [...children];
      for (const end = Date.now() + ORPHANED_MS; left.length > 0 && Date.now() < end; await delay(500))
        left = left.filter(pid => send(pid, 0));
      return left;
    },
  };
}

function send(pid: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(pid, signal);
  } catch {
    return false;
  }
}
