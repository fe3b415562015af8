import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openFileArtifacts } from '../../src/queue/backends/file-artifacts.ts';
import { lockFolder } from '../../src/queue/backends/lock-folder.ts';
import { BACKENDS, onEachBackend } from '../support/backends.ts';
import { compiled } from '../support/compiled.ts';
import { databaseForTest } from '../support/database.ts';
import { openTestQueue } from '../support/queue.ts';

const queueOn = onEachBackend();
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'inlay-stores-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

/** A lock that somebody left behind. */
async function leaveLock(name: string, owner: object, secondsAgo = 0): Promise<string> {
  const path = join(folder, name);
  await mkdir(path);
  await writeFile(join(path, 'inlay.lock'), JSON.stringify({ token: 'theirs', ...owner }));
  const then = new Date(Date.now() - secondsAgo * 1000);
  await utimes(join(path, 'inlay.lock'), then, then);
  return path;
}

test.each(BACKENDS)(
  'In the %s backend, artifacts come back as they went in until they are deleted.',
  async backend => {
    const { artifacts } = queueOn(backend).queue;
    const bytes = Buffer.from([0, 255, 10, 13, 128]);
    const key = await artifacts.put(bytes);
    expect(await artifacts.get(key)).toEqual(bytes);
    await artifacts.delete(key);
    await artifacts.delete(key);
    await expect(artifacts.get(key)).rejects.toMatchObject({ code: 'expired' });
    expect(await artifacts.keep(key, 1000)).toBe(false);
  },
);

test.each(BACKENDS)(
  'In the %s backend, artifacts end with their time unless they are kept.',
  async backend => {
    const { artifacts } = queueOn(backend).queue;
    const short = await artifacts.put(Buffer.from('short'), { ttlMs: 150 });
    const kept = await artifacts.put(Buffer.from('kept'), { ttlMs: 150 });
    expect(await artifacts.keep(kept, 60_000)).toBe(true);
    await delay(300);
    await expect(artifacts.get(short)).rejects.toMatchObject({ code: 'expired' });
    expect((await artifacts.get(kept)).toString()).toBe('kept');
  },
);

test('Files of ended artifacts are swept away when the folder is opened, others are not.', async () => {
  const path = join(folder, 'swept');
  const artifacts = await openFileArtifacts(path, { ttlMs: 60_000, sweep: false });
  const [old, fresh] = [await artifacts.put(Buffer.from('old')), await artifacts.put(Buffer.from('fresh'))];
  const past = new Date(Date.now() - 3_600_000);
  await utimes(join(path, old), past, past);
  (await openFileArtifacts(path, { ttlMs: 60_000, sweep: true })).close();
  expect((await readdir(path)).sort()).toEqual(['.swept', fresh]);
});

test('A key that would leave the folder is refused.', async () => {
  const artifacts = await openFileArtifacts(join(folder, 'keys'), { ttlMs: 60_000, sweep: false });
  await expect(artifacts.get('../../etc/passwd')).rejects.toThrow(/key of an artifact/);
});

test('A second process on the embedded backend is refused with one sentence that says whose it is.', async () => {
  const { dataDir } = queueOn('embedded');
  const program = `
    import { openTestQueue } from ${JSON.stringify(pathToFileURL(compiled('test/support/queue.ts')).href)};
    await openTestQueue({ url: undefined, dataDir: process.argv[1] }).catch(error => {
      console.log(error.code + ': ' + error.message);
    });`;
  const other = spawnSync(process.execPath, ['--input-type=module', '--eval', program, dataDir], {
    encoding: 'utf8',
  });
  expect(other.stderr).toBe('');
  expect(other.stdout.trim()).toBe(
    `in-use: ${dataDir} is in use by process ${process.pid} on ${hostname()}: stop that one, or choose another folder with DATA_DIR.`,
  );
});

test('The lock of a process that is gone, or is an earlier life of this one, does not count.', async () => {
  const { pid } = spawnSync(process.execPath, ['--version']);
  for (const [name, owner] of Object.entries({
    dead: { pid, host: hostname() },
    reborn: { pid: process.pid, host: hostname() },
  })) {
    const unlock = await lockFolder(await leaveLock(name, owner));
    await unlock();
    expect(await readdir(join(folder, name))).toEqual([]);
  }
});

test('A lock from another host counts while it is touched.', async () => {
  const fresh = await leaveLock('fresh', { pid: 1, host: 'elsewhere' }, 1);
  await expect(lockFolder(fresh)).rejects.toMatchObject({ code: 'in-use' });
  const silent = await leaveLock('silent', { pid: 1, host: 'elsewhere' }, 60);
  await (await lockFolder(silent))();
});

test('Of two that take a folder at once, one gets it.', async () => {
  const path = await leaveLock('raced', { pid: 1, host: 'elsewhere' }, 60);
  const taken = await Promise.allSettled([lockFolder(path), lockFolder(path), lockFolder(path)]);
  const winners = taken.filter(attempt => attempt.status === 'fulfilled');
  expect(winners).toHaveLength(1);
  await winners[0].value();
});

test('A backend that does not answer is reported without its password.', async () => {
  const opened = openTestQueue({ url: 'postgres://inlay:hunter2@127.0.0.1:1/inlay', dataDir: folder });
  await expect(opened).rejects.toMatchObject({ code: 'unreachable' });
  await expect(opened).rejects.toThrow(/^The queue at postgres:\/\/127\.0\.0\.1:1\/inlay does not answer/);
});

test('Many statements of the embedded database leave turns to everything else in between.', async () => {
  const pool = await databaseForTest();
  let turns = 0;
  const turning = setInterval(() => turns++, 1);
  const count = 'SELECT count(*) FROM generate_series(1, 30000)';
  await Promise.all(Array.from({ length: 100 }, () => pool.query(count)));
  clearInterval(turning);
  expect(turns).toBeGreaterThan(5);
});

test('One client’s transaction holds back the others, and rolls back alone.', async () => {
  const pool = await databaseForTest();
  await pool.query('CREATE TABLE t (n integer)');
  const client = await pool.connect();
  await client.query('BEGIN');
  await client.query('INSERT INTO t VALUES (1)');
  const outside = pool.query('INSERT INTO t VALUES ($1)', [2]);
  await client.query({ text: 'INSERT INTO t VALUES ($1)', values: [3] });
  await client.query('ROLLBACK');
  client.release();
  expect((await outside).rowCount).toBe(1);
  expect((await pool.query('SELECT n FROM t')).rows).toEqual([{ n: 2 }]);

  const careless = await pool.connect();
  await careless.query('BEGIN');
  await careless.query('INSERT INTO t VALUES (4)');
  careless.release();
  expect((await pool.query('SELECT n FROM t')).rows).toEqual([{ n: 2 }]);
});
