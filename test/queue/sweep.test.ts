import { mkdir, readdir, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openFileArtifacts } from '../../src/queue/backends/file-artifacts.ts';
import { privateFolder } from '../../src/queue/backends/private-folder.ts';
import { makeSweep } from '../../src/queue/backends/sweep.ts';
import { makeFolder } from '../support/folders.ts';

const DAY = 24 * 3_600_000;

/**
 * A folder with an artifact whose time was over days ago, as one looks after a clock has jumped ahead, too.
 */
async function folderWithEnded(
  daysSinceSweep: number,
): Promise<{ folder: string; left: () => Promise<number> }> {
  const folder = makeFolder();
  const key = await (await openFileArtifacts(folder, { ttlMs: 1, sweep: false })).put(
    Buffer.from('a picture'),
  );
  const ended = new Date(Date.now() - 2 * DAY);
  await utimes(join(folder, key), ended, ended);
  const swept = new Date(Date.now() - daysSinceSweep * DAY);
  await writeFile(join(folder, '.swept'), '');
  await utimes(join(folder, '.swept'), swept, swept);
  const left = async () => (await readdir(folder)).filter(name => name !== '.swept').length;
  return { folder, left };
}

test('What has ended is swept when the last sweep was some days ago.', async () => {
  const { folder, left } = await folderWithEnded(3);
  await makeSweep(folder)();
  expect(await left()).toBe(0);
});

test('When a clock is 40 days ahead nothing is swept for a day; after that it is taken for right.', async () => {
  const { folder, left } = await folderWithEnded(40);
  let running = 0;
  const sweep = makeSweep(folder, () => running);
  for (const hours of [0, 1, 23]) {
    running = (hours * DAY) / 24;
    await sweep();
    expect(await left()).toBe(1);
  }
  running = DAY;
  await sweep();
  expect(await left()).toBe(0);
});

test('A clock that jumps while the process runs is doubted too, and believed when it is set right.', async () => {
  const { folder, left } = await folderWithEnded(0);
  let running = 0;
  const sweep = makeSweep(folder, () => running);
  await sweep();
  const key = await (await openFileArtifacts(folder, { ttlMs: 1, sweep: false })).put(Buffer.from('another'));
  const ended = new Date(Date.now() - DAY);
  await utimes(join(folder, key), ended, ended);
  const tooLongAgo = new Date(Date.now() - DAY);
  await utimes(join(folder, '.swept'), tooLongAgo, tooLongAgo);
  running = 600_000;
  await sweep();
  expect(await left()).toBe(1);
  const justNow = new Date(Date.now() - 600_000);
  await utimes(join(folder, '.swept'), justNow, justNow);
  await sweep();
  expect(await left()).toBe(0);
});

test('A folder of data is open to its owner alone, also one that was there before.', async () => {
  const open = join(makeFolder(), 'data');
  await mkdir(open, { mode: 0o755 });
  await privateFolder(open);
  const fresh = join(open, 'artifacts');
  await openFileArtifacts(fresh, { ttlMs: 1, sweep: false });
  for (const folder of [open, fresh]) expect((await stat(folder)).mode & 0o777).toBe(0o700);
});
