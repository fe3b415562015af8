import { execFileSync } from 'node:child_process';
import { getPriority } from 'node:os';
import { expect, test } from 'vitest';
import { dataFolder } from '../support/data-folders.ts';
import { collectProgress, LONG, openTestQueue, orderOf, samplePicture } from '../support/queue.ts';

/** Seconds of work and niceness of every thread of this process's children. */
const threadsOfChildren = () =>
  execFileSync('ps', ['-eL', '-o', 'ppid=,cputimes=,ni='], { encoding: 'utf8' })
    .split('\n')
    .map(line => line.trim().split(/\s+/).map(Number))
    .filter(([parent]) => parent === process.pid)
    .map(([, seconds, nice]) => ({ seconds, nice }));

test.skipIf(process.platform !== 'linux')('Every thread that paints gives way to the bot.', async () => {
  const queue = await openTestQueue({ url: undefined, dataDir: dataFolder() });
  try {
    await queue.workEdits();
    const progress = collectProgress(queue);
    const source = await queue.artifacts.put(await samplePicture());
    const { jobId } = await queue.add(orderOf(source, { base: { from: 'horse', to: 'zebra', ...LONG } }));
    await progress.when(jobId, ({ step }) => step >= 10);
    const painting = threadsOfChildren().filter(({ seconds }) => seconds > 0);
    expect(painting).not.toEqual([]);
    for (const { nice } of painting) expect(nice).toBeGreaterThan(getPriority());
  } finally {
    await queue.close({ graceMs: 0 });
  }
});
