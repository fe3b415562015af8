import cliProgress from 'cli-progress';
import type { PlannedFile } from '../../hub/pull.ts';
import { readableBytes } from './sizes.ts';

/** A bar for each file on a terminal, a line for each finished file otherwise; both on standard error. */
export function makePullProgress() {
  return process.stderr.isTTY ? bars() : lines();
}

function lines() {
  const done = new Set<string>();
  return {
    show({ repo, path, bytes }: PlannedFile, here: number): void {
      const name = `${repo}/${path}`;
      if (here < bytes || done.has(name)) return;
      done.add(name);
      process.stderr.write(`fetched ${name} (${readableBytes(bytes)})\n`);
    },
    stop(): void {},
  };
}

function bars() {
  const format = '{bar} {percentage}% of {size}  {file}';
  const all = new cliProgress.MultiBar({ format, hideCursor: true, stream: process.stderr });
  const known = new Map<string, cliProgress.SingleBar>();
  return {
    show({ repo, path, bytes }: PlannedFile, here: number): void {
      const file = `${repo}/${path}`;
      const bar = known.get(file) ?? all.create(bytes, 0, { file, size: readableBytes(bytes) });
      known.set(file, bar);
      bar.update(here);
    },
    stop(): void {
      all.stop();
    },
  };
}
