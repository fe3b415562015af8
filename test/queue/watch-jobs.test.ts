import { spawn } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { expect, test } from 'vitest';
import { createLogger } from '../../src/log.ts';
import { watchJobs } from '../../src/queue/watch-jobs.ts';

/** A worker's events, a process that hangs, and what is watched over it. */
function watchedWorker(deadlineMs: number, cancelMs = deadlineMs) {
  const worker = new EventEmitter();
  const child = spawn('sleep', ['1000']);
  const children = () => [child.pid!];
  const watch = watchJobs(worker, { deadlineMs, cancelMs, children, log: createLogger('silent') });
  return { worker, child, watch, ended: once(child, 'exit') };
}

test('A process that says nothing for too long is ended, though it never said which one it is.', async () => {
  const { worker, ended } = watchedWorker(50);
  worker.emit('active', { id: 'i-1' });
  expect(await ended).toEqual([null, 'SIGKILL']);
});

test('Progress puts the end off, and a job that is done is watched no more.', async () => {
  const { worker, child, watch } = watchedWorker(400);
  worker.emit('active', { id: 'i-1' });
  for (let i = 0; i < 4; i++) {
    await new Promise(resolve => setTimeout(resolve, 150));
    worker.emit('progress', { id: 'i-1' }, { pid: child.pid });
  }
  expect([child.exitCode, watch.activity().running]).toEqual([null, 1]);
  worker.emit('completed', { id: 'i-1' });
  await new Promise(resolve => setTimeout(resolve, 500));
  expect([child.signalCode, watch.activity().running]).toEqual([null, 0]);
  child.kill();
});

test('The process of another job is spared.', async () => {
  const { worker, child, ended } = watchedWorker(100);
  const other = spawn('sleep', ['1000']);
  worker.emit('active', { id: 'i-1' });
  worker.emit('progress', { id: 'i-1' }, { pid: other.pid });
  const sparing = setInterval(() => worker.emit('progress', { id: 'i-1' }, { pid: other.pid }), 20);
  worker.emit('active', { id: 'i-2' });
  worker.emit('progress', { id: 'i-2' }, { pid: child.pid });
  expect(await ended).toEqual([null, 'SIGKILL']);
  clearInterval(sparing);
  expect(other.signalCode).toBeNull();
  other.kill();
});

test('A process that was not to be seen at first is ended as soon as it is.', async () => {
  const worker = new EventEmitter();
  const child = spawn('sleep', ['1000']);
  const ended = once(child, 'exit');
  let looks = 0;
  const children = () => (looks++ === 0 ? [] : [child.pid!]);
  watchJobs(worker, { deadlineMs: 20, cancelMs: 20, children, log: createLogger('silent') });
  worker.emit('active', { id: 'i-1' });
  expect(await ended).toEqual([null, 'SIGKILL']);
});

test('A job whose process is gone is watched no more, though nobody said that it ended.', async () => {
  const worker = new EventEmitter();
  const options = { deadlineMs: 20, cancelMs: 20, children: () => [], log: createLogger('silent') };
  const watch = watchJobs(worker, options);
  const bystander = spawn('sleep', ['1000']);
  worker.emit('active', { id: 'i-1' });
  // The number of one that is gone may be another's by now.
  worker.emit('progress', { id: 'i-1' }, { pid: bystander.pid });
  await expect.poll(() => watch.activity().running).toBe(0);
  expect(bystander.signalCode).toBeNull();
  bystander.kill();
});

test('After a cancel, progress counts no more.', async () => {
  const { worker, child, watch, ended } = watchedWorker(60_000, 100);
  worker.emit('active', { id: 'i-1' });
  watch.cancelled('i-1');
  const going = setInterval(() => worker.emit('progress', { id: 'i-1' }, { pid: child.pid }), 10);
  expect(await ended).toEqual([null, 'SIGKILL']);
  clearInterval(going);
});
