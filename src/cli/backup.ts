import { cp, readdir, rename, rm, stat } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { Command } from 'commander';
import { type Config, readConfig } from '../config.ts';
import { UserError } from '../errors.ts';
import { makeFolder } from '../make-folder.ts';
import { backUpIdle, copyArtifacts, requestBackup, requireBackup } from '../queue/backends/backup.ts';
import { DATABASE, openDatabase } from '../queue/backends/embedded-database.ts';
import { lockFolder } from '../queue/backends/lock-folder.ts';

export function backupCommand(): Command {
  return new Command('backup')
    .description('Copy the embedded database and its pictures to a new folder, also while the bot runs')
    .argument('<folder>', 'where to; must not be there yet')
    .action(backUp);
}

export function restoreCommand(): Command {
  return new Command('restore')
    .description('Restore a backup; the bot must be stopped. The current data is moved aside, not deleted')
    .argument('<folder>', 'what "inlay backup" has made')
    .action(restore);
}

async function backUp(folder: string): Promise<void> {
  const home = homeOf(readConfig());
  const target = resolve(folder);
  if ((await readdir(target).catch(() => undefined)) !== undefined)
    throw new UserError('bad-output', `${target} is there already: name a folder that is not.`);
  if ((await stat(join(home, DATABASE)).catch(() => undefined)) === undefined)
    throw new UserError('no-such-file', `There is no database in ${home}: check DATA_DIR.`);
  await makeFolder(dirname(target));
  await lockFolder(home).then(
    unlock => backUpIdle(home, target).finally(unlock),
    error => {
      if (!(error instanceof UserError && error.code === 'in-use')) throw error;
      return requestBackup(home, target);
    },
  );
  process.stdout.write(`${home} is backed up in ${target}.\n`);
}

async function restore(folder: string): Promise<void> {
  const home = homeOf(readConfig());
  const from = resolve(folder);
  await requireBackup(from);
  await makeFolder(home, 0o700);
  const unlock = await lockFolder(home);
  try {
    const [database, aside] = [join(home, DATABASE), join(home, `${DATABASE}.restoring`)];
    await rm(aside, { recursive: true, force: true });
    await cp(join(from, DATABASE), aside, { recursive: true });
    // One that does not open must not take the place of what is there.
    await (await openDatabase(aside)).close();
    await copyArtifacts(join(from, 'artifacts'), join(home, 'artifacts'));
    const before = `${database}.before-${Date.now()}`;
    const kept = await rename(database, before).then(
      () => ` What was there is in ${before}.`,
      () => '',
    );
    await rename(aside, database);
    process.stdout.write(`${from} is restored to ${home}.${kept}\n`);
  } finally {
    await unlock();
  }
}

/**
 * The folder of the embedded database: of the queue and the bot's store, or beside Redis of the store alone.
 */
function homeOf({ queueUrl, dataDir }: Pick<Config, 'queueUrl' | 'dataDir'>): string {
  if (queueUrl === undefined) return dataDir;
  if (queueUrl.startsWith('redis')) return join(dataDir, 'bot');
  throw new UserError('bad-option', 'With PostgreSQL nothing is embedded: back it up with pg_dump.');
}
