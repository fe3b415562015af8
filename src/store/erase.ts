import type { Sql } from './sql.ts';

/** What was taken out of the store. */
export interface Erased {
  readonly edits: number;
  /** Artifacts that no other edit needs: a picture may be one edit's result and another's source. */
  readonly artifacts: readonly string[];
}

/** Edits of one statement: it blocks the event loop of a process with an embedded database. */
const AT_ONCE = 15;

/** Selects edits; `$1` is the value. */
const WHICH = {
  id: 'id = $1',
  // In the order of an index: of a member who has many, all edits would be read otherwise.
  member: 'user_id = $1 order by user_id, created_at desc',
  finishedBefore: 'finished_at < $1 and told and not status_open',
} as const;

/** Removes some of the selected edits; when it removes none, none are left. */
export async function erase(sql: Sql, which: keyof typeof WHICH, value: unknown): Promise<Erased> {
  const [{ edits, artifacts }] = await sql<{ edits: number; artifacts: string[] }>(
    `with doomed as materialized (select id from inlay.edits where ${WHICH[which]} limit ${AT_ONCE}),
       freed as materialized (
         select distinct mine.artifact from inlay.artifacts mine join doomed on doomed.id = mine.edit_id
         where not exists (select 1 from inlay.artifacts other
           where other.artifact = mine.artifact and other.edit_id not in (select id from doomed))),
       gone as (delete from inlay.edits using doomed where inlay.edits.id = doomed.id returning inlay.edits.id)
     select (select count(*)::integer from gone) as edits,
       (select coalesce(array_agg(artifact), '{}') from freed) as artifacts`,
    [value],
  );
  return { edits, artifacts };
}
