import { expect, test } from 'vitest';
import { openStore } from '../../src/store/index.ts';
import { MIGRATIONS } from '../../src/store/migrations.ts';
import { type SqlPool, sqlOver } from '../../src/store/sql.ts';
import { databaseForTest } from '../support/database.ts';

const LIMITS = { picturesPerHour: 5, atOnce: 2 };
const key = (digit: number) => `a-00000000-0000-4000-8000-00000000000${digit}`;

test('A store of each released schema is brought up to date, with what it held; one of a newer Inlay is refused.', async () => {
  const pool = await databaseForTest();
  for (const released of MIGRATIONS.keys()) {
    await pool.query('drop schema if exists inlay cascade');
    await upgradeFrom(released, pool);
  }
  await pool.query(`insert into inlay.migrations (step) values (${MIGRATIONS.length})`);
  await expect(openStore(pool, LIMITS)).rejects.toMatchObject({ name: 'UserError', message: /newer Inlay/ });
});

/** Opens a store whose last step was `released`, and looks that all is there. */
async function upgradeFrom(released: number, pool: SqlPool): Promise<void> {
  const sql = sqlOver(pool);
  await sql('create schema inlay');
  await sql('create table inlay.migrations (step integer primary key)');
  for (const [step, text] of MIGRATIONS.slice(0, released + 1).entries()) {
    await sql(`${text}; insert into inlay.migrations (step) values (${step});`);
  }
  const result = { outcome: 'found', mask: key(2), overlay: key(3), heat: key(4), report: {} };
  const edit = (id: string, state: string, finished: string) =>
    sql(
      `insert into inlay.edits (id, interaction_id, user_id, locale, layout, source, source_name, base, runs, size_limit,
         place, state, result, finished_at)
       values ($1, $1, 'ada', 'en-US', 'mask', $2, 'p.png', '{"from":"horse"}', '[{}]', 10,
         '{"channelId":"1","statusId":"2"}', $3, $4, ${finished})`,
      [id, key(1), state, state === 'done' ? JSON.stringify(result) : null],
    );
  await edit('old', 'done', 'now()');
  await edit('waiting', 'queued', 'null');
  // What the schema of its time would have written down itself.
  if (released >= 1)
    await sql(`update inlay.edits set status_open = state = 'queued', told = state = 'done'`);
  if (released >= 2)
    await sql(`insert into inlay.artifacts select unnest($1::text[]), 'old'`, [[1, 2, 3, 4].map(key)]);

  const store = await openStore(pool, LIMITS);
  expect(await store.edits.get('old')).toMatchObject({ state: 'done', statusOpen: false, result });
  expect((await store.edits.unfinished()).map(({ id, statusOpen }) => [id, statusOpen])).toEqual([
    ['waiting', true],
  ]);
  expect(await store.edits.unsettled()).toEqual([]);
  for (const digit of [1, 2, 3, 4]) expect(await store.edits.uses(key(digit))).toBe(true);
  expect(await sql('select step from inlay.migrations')).toHaveLength(MIGRATIONS.length);
}
