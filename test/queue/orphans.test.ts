import { fork } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { compiled } from '../support/compiled.ts';

const { resolve } = createRequire(import.meta.url);
/** What BullMQ runs in a child process, and how it tells it which file to load. */
const MAIN = join(resolve('bullmq'), '../classes/main.js');
const INIT = 0;

test('A child whose worker died while it was starting ends, too.', async () => {
  const child = fork(MAIN, [], {
    // The way to its backend alone would keep it alive.
    env: { ...process.env, QUEUE_URL: 'redis://127.0.0.1:1' },
    stdio: 'ignore',
  });
  const ended = once(child, 'exit');
  child.send({ cmd: INIT, value: pathToFileURL(compiled('src/queue/edit-child.ts')).href }, () =>
    child.disconnect(),
  );
  expect(await ended).toEqual([expect.any(Number), null]);
});
