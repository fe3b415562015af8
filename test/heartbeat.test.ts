import { mkdirSync, readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Beat, checkHeartbeats, illnessOf, startHeartbeat } from '../src/heartbeat.ts';
import { inlay } from './support/cli.ts';
import { tempFolder } from './support/folders.ts';

const now = 1_000_000_000;
const before = (seconds: number) => now - seconds * 1000;
const worker = { running: 1, deadlineMs: 600_000, quietSince: before(10) };
const bot = { gatewayAt: before(5), restAt: before(70) };
const beat = (change: Partial<Beat> = {}): Beat => ({ pid: 1, at: before(5), bot, worker, ...change });

test('A process is well that beats, whose gateway is up, whom Discord answers, and whose edits make progress.', () => {
  expect([illnessOf(beat(), 'bot', now), illnessOf(beat(), 'worker', now)]).toEqual([undefined, undefined]);
  const idle = { ...worker, running: 0, quietSince: undefined };
  expect(illnessOf(beat({ worker: idle }), 'worker', now)).toBeUndefined();
});

test.each([
  ['stands still', 'worker', { at: before(40) }, /stood still for 40 s/],
  ['has no gateway', 'bot', { bot: { ...bot, gatewayAt: before(90) } }, /no gateway to Discord for 90 s/],
  ['was never connected', 'bot', { bot: { restAt: before(1) } }, /no gateway to Discord yet/],
  ['reaches nobody', 'bot', { bot: { ...bot, restAt: before(400) } }, /no request .* succeeded for 400 s/],
  ['hangs in an edit', 'worker', { worker: { ...worker, quietSince: before(301) } }, /no progress for 301 s/],
] as const)('One that %s is not.', (_, part, change, why) => {
  expect(illnessOf(beat(change), part, now)).toMatch(why);
});

test('`--check` reads what the processes that live here have written, and ends with 1 when one is unhealthy.', async () => {
  const folder = tempFolder();
  const beats = join(folder, 'heartbeats');
  await expect(checkHeartbeats(beats, 'bot')).rejects.toThrow('No bot runs here.');
  mkdirSync(beats);
  const gone = { pid: 999_999_999, at: Date.now(), bot: {} };
  writeFileSync(join(beats, `${hostname()}-${gone.pid}.json`), JSON.stringify(gone));
  const reading: Pick<Beat, 'bot' | 'worker'> = { bot: { gatewayAt: Date.now(), restAt: Date.now() } };
  const stop = await startHeartbeat(beats, () => reading);
  onTestFinished(stop);
  expect(readdirSync(beats)).toEqual([`${hostname()}-${process.pid}.json`]);
  expect(await checkHeartbeats(beats, 'bot')).toMatchObject([{ pid: process.pid, ...reading }]);
  await expect(checkHeartbeats(beats, 'worker')).rejects.toThrow('No worker runs here.');

  await stop();
  reading.bot = { gatewayAt: Date.now() - 90_000 };
  onTestFinished(await startHeartbeat(beats, () => reading));
  const { code, stderr } = await inlay(['bot', '--check'], { env: { DATA_DIR: folder, QUEUE_URL: '' } });
  expect([code, stderr]).toEqual([
    1,
    expect.stringMatching(/ is unhealthy: .* no gateway to Discord for \d+ s\.\n$/),
  ]);
});
