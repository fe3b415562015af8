import { readdirSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type Beat, illnessOf, startHeartbeat } from '../src/heartbeat.ts';
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

test('`--check` is green for a worker that runs here, red while one hangs, and red where there is none.', async () => {
  const folder = tempFolder();
  const beats = join(folder, 'heartbeats');
  const check = (part: string) =>
    inlay([part, '--check'], { env: { DATA_DIR: folder, QUEUE_URL: '', DISCORD_TOKEN: '' } });
  expect(await check('bot')).toMatchObject({ code: 1, stderr: 'No bot runs here.\n' });
  const reading: Pick<Beat, 'bot' | 'worker'> = { bot: { gatewayAt: Date.now(), restAt: Date.now() } };
  const gone = `${hostname()}-999999999.json`;
  await startHeartbeat(beats, () => reading).then(stop => stop());
  writeFileSync(join(beats, gone), JSON.stringify({ pid: 999999999, at: Date.now(), bot: {} }));
  const stop = await startHeartbeat(beats, () => reading);
  onTestFinished(stop);
  expect(readdirSync(beats)).toEqual([`${hostname()}-${process.pid}.json`]);
  const well = await check('bot');
  expect(well).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Process \d+ is well: gateway up \d+ s ago/),
  });
  reading.bot = { gatewayAt: Date.now() - 90_000 };
  await stop();
  onTestFinished(await startHeartbeat(beats, () => reading));
  expect(await check('bot')).toMatchObject({
    code: 1,
    stderr: expect.stringContaining('no gateway to Discord for 9'),
  });
});
