import { spawn } from 'node:child_process';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Owner, takeLock } from '../src/lock-file.ts';
import { tempFolder } from './support/folders.ts';

const path = () => join(tempFolder(), 'a.lock');
const take = (file: string, onLost?: () => void) =>
  takeLock(file, { inUse: () => new Error('in use'), ...(onLost && { onLost }) });
const ownerIn = (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Owner;

/** What a lock of this very process says. */
async function ownOwner(): Promise<Owner> {
  const file = path();
  const unlock = await take(file);
  const owner = ownerIn(file);
  await unlock();
  return owner;
}

/** Leaves a lock that was touched some seconds ago. */
function leave(owner: Owner, secondsAgo: number): string {
  const file = path();
  writeFileSync(file, JSON.stringify(owner));
  const then = Date.now() / 1000 - secondsAgo;
  utimesSync(file, then, then);
  return file;
}

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('A living process that was silent for long keeps its lock.', async () => {
  const child = spawn('sleep', ['1000']);
  onTestFinished(() => void child.kill());
  const mine = await ownOwner();
  const stat = readFileSync(`/proc/${child.pid}/stat`, 'utf8');
  const start = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  const file = leave({ ...mine, pid: child.pid!, token: 'theirs', start }, 600);
  await expect(take(file)).rejects.toThrow('in use');
});

onLinux('A process that has the number of one that is gone does not keep its lock.', async () => {
  const mine = await ownOwner();
  const file = leave({ ...mine, token: 'earlier', start: '1' }, 0);
  await (await take(file))();
});

onLinux('Another container of the same host’s name keeps its lock while it touches it.', async () => {
  const mine = await ownOwner();
  const theirs = { ...mine, host: hostname(), namespace: 'pid:[1]', token: 'theirs', pid: 999_999_999 };
  await expect(take(leave(theirs, 1))).rejects.toThrow('in use');
  await (await take(leave(theirs, 60)))();
});

test('Half a lock is that of somebody who is just taking it; an old half is nobody’s.', async () => {
  const file = path();
  writeFileSync(file, '');
  await expect(take(file)).rejects.toThrow('in use');
  utimesSync(file, 1, 1);
  await (await take(file))();
});

test('An owner that finds another’s token learns that it has lost, and leaves that lock alone.', async () => {
  const file = path();
  const lost = new Promise<void>(resolve => {
    void take(file, resolve).then(unlock => onTestFinished(unlock));
  });
  await expect.poll(() => ownerIn(file).pid).toBe(process.pid);
  writeFileSync(file, JSON.stringify({ ...ownerIn(file), token: 'theirs' }));
  await lost;
  expect(ownerIn(file).token).toBe('theirs');
});
