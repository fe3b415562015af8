import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { afterEach } from 'vitest';
import type { Order } from '../../src/queue/types.ts';
import { compiled } from './compiled.ts';
import { hurriedPack } from './packs.ts';
import { eventually } from './queue.ts';

interface Told {
  readonly event: string;
  readonly jobId?: string;
  readonly step?: number;
  readonly outcome?: string;
  readonly cancelled?: boolean;
}

export interface QueueProcess {
  /** Everything it has reported so far. */
  readonly told: readonly Told[];
  when(event: string, fits?: (told: Told) => boolean): Promise<Told>;
  add(order: Order): void;
  cancel(jobId: string): void;
  /** Processes that it has started. */
  children(): number[];
  /** Ends it as a crash would, or by asking. */
  end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void>;
}

const running = new Set<ChildProcess>();

afterEach(() => {
  for (const child of running) child.kill('SIGKILL');
  running.clear();
});

/** Starts `queue-process.ts` with flags such as `--edits`; what is left of it after a test is killed. */
export async function startQueueProcess(flags: readonly string[]): Promise<QueueProcess> {
  const child = spawn(
    process.execPath,
    [compiled('test/support/queue-process.ts'), '--pack', hurriedPack(), ...flags],
    {
      stdio: ['pipe', 'pipe', 'inherit'],
    },
  );
  running.add(child);
  const told: Told[] = [];
  createInterface(child.stdout).on('line', line => {
    if (line.startsWith('{')) told.push(JSON.parse(line) as Told);
  });
  const when: QueueProcess['when'] = (event, fits = () => true) =>
    eventually(() => told.find(one => one.event === event && fits(one)));
  const write = (line: object) => void child.stdin.write(`${JSON.stringify(line)}\n`);
  await when('ready');
  return {
    told,
    when,
    children: () =>
      execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
        .split('\n')
        .map(line => line.trim().split(/\s+/).map(Number))
        .filter(([, parent]) => parent === child.pid)
        .map(([pid]) => pid),
    add: write,
    cancel: jobId => write({ cancel: jobId }),
    async end(signal) {
      const exited = once(child, 'exit');
      child.kill(signal);
      await exited;
    },
  };
}
