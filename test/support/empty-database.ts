import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openDatabase } from '../../src/queue/backends/embedded-database.ts';
import { inCache } from './compiled.ts';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

/** Where the empty database is that tests begin with copies of. */
export const EMPTY_DATABASE = inCache(`postgres-${dependencies['@electric-sql/pglite']}`);

/** Makes it, before all tests: that takes seconds, and a copy does not. */
export async function makeEmptyDatabase(): Promise<void> {
  if (!existsSync(join(EMPTY_DATABASE, 'PG_VERSION'))) await (await openDatabase(EMPTY_DATABASE)).close();
}
