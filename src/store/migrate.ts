import { UserError } from '../errors.ts';
import { MIGRATIONS } from './migrations.ts';
import type { Sql } from './sql.ts';

/**
 * Brings the tables up to date. The statements of a step go out as one text without values, which PostgreSQL
 * runs as one transaction: a step is taken wholly or not at all. Throws `UserError` when a newer Inlay was
 * there before.
 */
export async function migrate(sql: Sql): Promise<void> {
  await sql('create schema if not exists inlay');
  await sql('create table if not exists inlay.migrations (step integer primary key)');
  const taken = await sql<{ step: number }>('select step from inlay.migrations');
  const known = new Set(taken.map(({ step }) => step));
  if (Math.max(...known) >= MIGRATIONS.length) {
    throw new UserError(
      'bad-option',
      'The bot’s store was written by a newer Inlay: update this one, or choose another folder with DATA_DIR.',
    );
  }
  for (const [step, text] of MIGRATIONS.entries()) {
    if (!known.has(step)) await sql(`${text}; insert into inlay.migrations (step) values (${step});`);
  }
}
