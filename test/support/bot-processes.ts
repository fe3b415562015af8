import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Playground } from '../../src/playground/index.ts';
import { compiled } from './compiled.ts';

export interface BotProcess {
  readonly pid: number;
  /** Ends it as a crash would. */
  end(): Promise<void>;
}

/**
 * Starts `bot-process.ts` on a playground with flags such as `--bot` and `--edits`; resolves when it is at
 * work.
 */
export async function startBotProcess(
  { url, token }: Pick<Playground, 'url' | 'token'>,
  flags: readonly string[],
): Promise<BotProcess> {
  const script = [compiled('test/support/bot-process.ts'), '--origin', url, '--token', token];
  const child: ChildProcess = spawn(process.execPath, [...script, ...flags], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const exited = once(child, 'exit');
  const ready = once(createInterface(child.stdout!), 'line');
  await Promise.race([
    ready,
    exited.then(([code]) => {
      throw new Error(`bot-process.ts ended with ${code} before it was ready`);
    }),
  ]);
  return {
    pid: child.pid!,
    end: async () => {
      child.kill('SIGKILL');
      await exited;
    },
  };
}
