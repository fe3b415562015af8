import { readdirSync } from 'node:fs';
import { cp, rm, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, test, vi } from 'vitest';
import { openDatabase, openEmbeddedDatabase } from '../../src/queue/backends/embedded-database.ts';
import { openFileArtifacts } from '../../src/queue/backends/file-artifacts.ts';
import { openStore } from '../../src/store/index.ts';
import { inlay } from '../support/cli.ts';
import { makeFolder, tempFolder } from '../support/folders.ts';

// Command lines and databases, on machines that may have other things to do.
vi.setConfig({ testTimeout: 180_000, hookTimeout: 180_000 });

const LIMITS = { picturesPerHour: 5, atOnce: 2 };
let sound: string;

beforeAll(async () => {
  sound = join(makeFolder(), 'postgres');
  await (await openDatabase(sound)).close();
});

const newEdit = (interactionId: string, source: string) => ({
  interactionId,
  userId: 'ada',
  locale: 'en-US',
  layout: 'single' as const,
  source,
  sourceName: 'p.png',
  base: { from: 'horse', to: 'zebra' },
  runs: [{}],
  private: false,
  destination: { channelId: '1' },
  sizeLimit: 10,
});

test('A backup that is made while edits are written holds every one that was written before it, and opens after a restore.', async () => {
  const [home, elsewhere, kept] = [tempFolder(), tempFolder(), join(tempFolder(), 'kept')];
  const database = await openEmbeddedDatabase(home);
  const store = await openStore(database.pool, LIMITS);
  const artifacts = await openFileArtifacts(join(home, 'artifacts'), { ttlMs: 3_600_000, sweep: false });
  const write = async (n: number) => {
    await store.edits.add(newEdit(`${n}`, await artifacts.put(Buffer.from(`picture ${n}`))));
  };
  for (let n = 0; n < 20; n++) await write(n);
  let done = false;
  const running = inlay(['backup', kept], { env: { DATA_DIR: home, QUEUE_URL: '' } }).finally(() => {
    done = true;
  });
  let written = 20;
  while (!done) await write(written++);
  expect(await running).toMatchObject({ code: 0, stderr: '' });
  await database.close();

  const restored = await inlay(['restore', kept], { env: { DATA_DIR: elsewhere, QUEUE_URL: '' } });
  expect(restored).toMatchObject({ code: 0, stderr: '' });
  const again = await openEmbeddedDatabase(elsewhere);
  const edits = await (await openStore(again.pool, LIMITS)).edits.unfinished();
  expect(edits.length).toBeGreaterThanOrEqual(20);
  expect(edits.length).toBeLessThan(written);
  expect(edits.map(({ interactionId }) => Number(interactionId)).sort((a, b) => a - b)).toEqual(
    edits.map((_, n) => n),
  );
  const there = new Set(readdirSync(join(elsewhere, 'artifacts')));
  expect(edits.filter(({ source }) => !there.has(source))).toEqual([]);
  await again.close();
});

test.each([
  ['without PG_VERSION', /PG_VERSION is missing/, (folder: string) => rm(join(folder, 'PG_VERSION'))],
  [
    'with a torn control file',
    /pg_control has 100 bytes/,
    (folder: string) => truncate(join(folder, 'global/pg_control'), 100),
  ],
  [
    'with a control file of nonsense',
    /cannot open it: [^:]+\)/,
    (folder: string) => writeFile(join(folder, 'global/pg_control'), Buffer.alloc(8192, 7)),
  ],
])('A database %s is said to be damaged, with how to go on, and stays as it is.', async (_, why, damage) => {
  const folder = join(tempFolder(), 'postgres');
  await cp(sound, folder, { recursive: true });
  await damage(folder);
  const before = readdirSync(folder);
  const error = await openDatabase(folder).catch((thrown: Error) => thrown);
  expect(error).toMatchObject({ name: 'UserError', code: 'damaged', message: expect.stringMatching(why) });
  expect((error as Error).message).toMatch(
    /is damaged .*: bring back a backup with "inlay restore", or move/,
  );
  expect(readdirSync(folder)).toEqual(before);
});
