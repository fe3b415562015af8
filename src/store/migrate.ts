import { MIGRATIONS } from './migrations.ts';
import type { Sql } from './sql.ts';

/**
 * Brings the tables up to date. The statements of a step go out as one text without values, which PostgreSQL runs as
 * one transaction: a step is taken wholly or not at all.
 */
export async function migrate(sql: Sql): Promise<void> {
  await sql('create schema if not exists inlay');
  await sql('create table if not exists inlay.migrations (step integer primary key)');
  const taken = await sql<{ step: number }>('select step from inlay.migrations');
  const known = new Set(taken.map(({ step }) => step));
  for (const [step, text] of MIGRATIONS.entries()) {
    if (!known.has(step)) await sql(`${text}; insert into inlay.migrations (step) values (${step});`);
  }
}
