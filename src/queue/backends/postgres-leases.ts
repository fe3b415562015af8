import type pg from 'pg';
import type { Leases } from '../leases.ts';

/** An arbitrary constant. */
const LOCK = 7_152_311;

/** Leases as rows of a table, which is made where it is missing. */
export async function postgresLeases(pool: pg.Pool): Promise<Leases> {
  // One text is one transaction; the lock keeps two processes from making the table at once.
  await pool.query(`select pg_advisory_xact_lock(${LOCK}); create schema if not exists inlay;
    create table if not exists inlay.leases (name text primary key, holder text not null, until timestamptz not null);`);
  return {
    hold: async (name, holder, ms) => {
      const { rows } = await pool.query<{ holder: string }>(
        `with mine as (
           insert into inlay.leases as held (name, holder, until) values ($1, $2, now() + $3 * interval '1 ms')
           on conflict (name) do update set holder = excluded.holder, until = excluded.until
             where held.holder = excluded.holder or held.until < now()
           returning holder)
         select holder from mine union all select holder from inlay.leases where name = $1 limit 1`,
        [name, holder, ms],
      );
      return rows[0].holder;
    },
    release: async (name, holder) => {
      await pool.query('delete from inlay.leases where name = $1 and holder = $2', [name, holder]);
    },
    held: async beginning => {
      const { rows } = await pool.query<{ name: string }>(
        'select name from inlay.leases where starts_with(name, $1) and until > now()',
        [beginning],
      );
      return rows.map(({ name }) => name);
    },
  };
}
