import { randomUUID } from 'node:crypto';
import { cp, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { UserError } from '../../errors.ts';
import { makeFolder } from '../../make-folder.ts';
import { makeMutex } from '../../mutex.ts';
import { version } from '../../version.ts';

/** What of a home is backed up: the database, and pictures where it has some. */
const DATABASE = 'postgres';
const ARTIFACTS = 'artifacts';
/** Marks a folder as a complete backup; written last. */
const NOTE = 'inlay-backup.json';

/** The folder for backup requests, which the process that has the database answers. */
const REQUESTS = 'backups';
const LOOK_MS = 500;
/** A process that runs takes a request within this. */
const TAKEN_MS = 20_000;

type Quietly = (work: () => Promise<void>) => Promise<void>;

/**
 * Copies a home to `target`, while `quietly` keeps the database from being written to. Queries wait
 * meanwhile, events do not.
 */
async function copyHome(home: string, target: string, quietly: Quietly): Promise<void> {
  const part = `${target}.part`;
  await rm(part, { recursive: true, force: true });
  await makeFolder(part, 0o700);
  await quietly(() => cp(join(home, DATABASE), join(part, DATABASE), { recursive: true }));
  await copyArtifacts(join(home, ARTIFACTS), join(part, ARTIFACTS));
  await writeFile(join(part, NOTE), JSON.stringify({ inlay: version, at: new Date().toISOString() }));
  await rename(part, target);
}

/**
 * Artifacts are written once and never changed; one that ends meanwhile is left out. Their times say until
 * when they are kept.
 */
export async function copyArtifacts(from: string, to: string): Promise<void> {
  const names = await readdir(from).catch(() => []);
  if (names.length > 0) await makeFolder(to, 0o700);
  for (const name of names) {
    await cp(join(from, name), join(to, name), { preserveTimestamps: true, force: false }).catch(error => {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    });
  }
}

/**
 * Makes the backups that `requestBackup` asks for. Returns how to stop; one that is under way is finished
 * first.
 */
export async function answerBackups(home: string, quietly: Quietly): Promise<() => Promise<void>> {
  const folder = join(home, REQUESTS);
  // Nobody waits any more for requests to an earlier process.
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { mode: 0o700 });
  const mutex = makeMutex();
  const look = async () => {
    for (const name of await readdir(folder)) {
      if (!name.endsWith('.request')) continue;
      const id = name.replace('.request', '');
      const { target } = JSON.parse(await readFile(join(folder, name), 'utf8')) as { target: string };
      await rename(join(folder, name), join(folder, `${id}.taken`));
      const problem = await copyHome(home, target, quietly).then(
        () => undefined,
        error => (error as Error).message,
      );
      await writeWhole(join(folder, `${id}.answer`), { problem });
    }
  };
  const timer = setInterval(() => {
    void mutex.run(look).catch(() => {});
  }, LOOK_MS).unref();
  return async () => {
    clearInterval(timer);
    await mutex.run(async () => {});
  };
}

/**
 * Asks the process that has the database of `home` to copy it to the folder `target`, an absolute path.
 * Throws `UserError('no-answer')` when that process does not take the request.
 */
export async function requestBackup(home: string, target: string): Promise<void> {
  const path = join(home, REQUESTS, randomUUID());
  const exists = async (ending: string) => (await stat(path + ending).catch(() => undefined)) !== undefined;
  await writeWhole(`${path}.request`, { target });
  const end = Date.now() + TAKEN_MS;
  for (let taken = false; !(await exists('.answer')); await delay(LOOK_MS / 5)) {
    taken ||= await exists('.taken');
    if (taken || Date.now() < end) continue;
    await rm(`${path}.request`, { force: true });
    throw new UserError('no-answer', `The process that has ${home} does not answer: stop it, and try again.`);
  }
  const { problem } = JSON.parse(await readFile(`${path}.answer`, 'utf8')) as { problem?: string };
  await Promise.all(['.answer', '.taken'].map(ending => rm(path + ending, { force: true })));
  if (problem !== undefined) throw new UserError('unwritable', `No backup was made: ${problem}`);
}

/** Writes atomically: readers never find half a file. */
async function writeWhole(path: string, value: object): Promise<void> {
  await writeFile(`${path}.part`, JSON.stringify(value));
  await rename(`${path}.part`, path);
}

/** Copies a home whose database no process has; the caller has its lock. */
export const backUpIdle = (home: string, target: string): Promise<void> =>
  copyHome(home, target, work => work());

/** Throws `UserError('no-such-file')` where a folder is no backup, or not a whole one. */
export async function requireBackup(folder: string): Promise<void> {
  if ((await stat(join(folder, NOTE)).catch(() => undefined)) === undefined)
    throw new UserError('no-such-file', `${folder} is no backup that "inlay backup" has finished.`);
}
