import type { Outcome } from '../queue/contracts.ts';
import { resultsOf } from './artifacts-of.ts';
import { type Erased, erase } from './erase.ts';
import { newId } from './ids.ts';
import { refund, type Toll, takingToll, tollValues } from './limits.ts';
import type { Destination, NewEdit, StoredEdit, UnfinishedState } from './records.ts';
import { json, type Sql } from './sql.ts';

interface Row {
  readonly id: string;
  readonly interaction_id: string;
  readonly user_id: string;
  readonly guild_id: string | null;
  readonly locale: string;
  readonly layout: StoredEdit['layout'];
  readonly parent_id: string | null;
  readonly source: string;
  readonly source_name: string;
  readonly pack: string | null;
  readonly base: StoredEdit['base'];
  readonly runs: StoredEdit['runs'];
  readonly note: string | null;
  readonly private: boolean;
  readonly size_limit: number;
  readonly place: Destination;
  readonly overlay_id: string | null;
  readonly status_open: boolean;
  readonly state: StoredEdit['state'];
  readonly result: Outcome | null;
  readonly created_at: Date;
}

const fromRow = (row: Row): StoredEdit => ({
  id: row.id,
  interactionId: row.interaction_id,
  userId: row.user_id,
  guildId: row.guild_id ?? undefined,
  locale: row.locale,
  layout: row.layout,
  parentId: row.parent_id ?? undefined,
  source: row.source,
  sourceName: row.source_name,
  pack: row.pack ?? undefined,
  base: row.base,
  runs: row.runs,
  note: row.note ?? undefined,
  private: row.private,
  sizeLimit: row.size_limit,
  destination: row.place,
  overlayId: row.overlay_id ?? undefined,
  statusOpen: row.status_open,
  state: row.state,
  result: row.result ?? undefined,
  createdAt: row.created_at,
});

export interface EditsTable {
  /**
   * Stores a request and charges it, both or neither: `undefined` for the second time of one interaction, and
   * where the allowance does not cover it.
   */
  add(edit: NewEdit, toll?: Toll): Promise<StoredEdit | undefined>;
  get(id: string): Promise<StoredEdit | undefined>;
  byInteraction(interactionId: string): Promise<StoredEdit | undefined>;
  /** A member's last edit that was not for finding alone. */
  latestOf(userId: string): Promise<StoredEdit | undefined>;
  /** What waits or runs: a member's, or everybody's; the oldest first. */
  unfinished(userId?: string): Promise<StoredEdit[]>;
  /** How many of a server wait or run. */
  countUnfinishedIn(guildId: string): Promise<number>;
  setDestination(id: string, destination: Destination): Promise<void>;
  setStatusOpen(id: string, open: boolean): Promise<void>;
  /** For what is delivered, and for what cannot be. */
  setDelivered(id: string): Promise<void>;
  /**
   * Finished edits of which something is left to do: the outcome is not delivered, or the status is open. The
   * oldest first.
   */
  unsettled(): Promise<StoredEdit[]>;
  setOverlay(id: string, overlayId: string): Promise<void>;
  setSource(id: string, source: string): Promise<void>;
  setState(id: string, state: UnfinishedState): Promise<void>;
  /** Refunds an edit, once, however often it is called; `key` is that of its toll. */
  refund(id: string, key: string): Promise<void>;
  finish(id: string, state: 'done' | 'refused' | 'cancelled' | 'failed', result?: Outcome): Promise<void>;
  /** Removes an edit. */
  remove(id: string): Promise<Erased>;
  /** Removes some of a member's edits: to be called until none are left. */
  removeSomeOf(userId: string): Promise<Erased>;
  /** Removes some of the edits that were finished before, and of which nothing is left to be delivered. */
  removeSomeBefore(time: Date): Promise<Erased>;
  /** Whether any edit still needs this artifact: a picture may be one edit's result and another's source. */
  uses(artifact: string): Promise<boolean>;
}

export function editsTable(sql: Sql): EditsTable {
  const rows = async (text: string, values: readonly unknown[] = []) =>
    (await sql<Row>(text, values)).map(fromRow);
  const one = async (text: string, values: readonly unknown[]) => (await rows(text, values))[0];
  const set = async (id: string, column: string, value: unknown) => {
    await sql(`update inlay.edits set ${column} = $2 where id = $1`, [id, value]);
  };
  return {
    add: (edit, toll) => insert(sql, edit, toll),
    get: id => one('select * from inlay.edits where id = $1', [id]),
    byInteraction: id => one('select * from inlay.edits where interaction_id = $1', [id]),
    latestOf: userId =>
      one(
        `select * from inlay.edits where user_id = $1 and layout <> 'mask' order by created_at desc limit 1`,
        [userId],
      ),
    unfinished: userId =>
      rows(
        `select * from inlay.edits where finished_at is null and ($1::text is null or user_id = $1)
         order by created_at`,
        [userId ?? null],
      ),
    countUnfinishedIn: async guildId => {
      const [{ count }] = await sql<{ count: number }>(
        'select count(*)::integer as count from inlay.edits where finished_at is null and guild_id = $1',
        [guildId],
      );
      return count;
    },
    setDestination: async (id, destination) => {
      await sql('update inlay.edits set place = $2, status_open = $3 where id = $1', [
        id,
        json(destination),
        destination.statusId !== undefined,
      ]);
    },
    setStatusOpen: (id, open) => set(id, 'status_open', open),
    setDelivered: id => set(id, 'told', true),
    unsettled: () =>
      rows(
        `select * from inlay.edits where finished_at is not null and (status_open or (state <> 'cancelled' and not told))
         order by created_at`,
      ),
    setOverlay: (id, overlayId) => set(id, 'overlay_id', overlayId),
    setSource: async (id, source) => {
      await set(id, 'source', source);
      await remember(sql, id, [source]);
    },
    setState: (id, state) => set(id, 'state', state),
    refund: (id, key) => refund(sql, id, key),
    finish: async (id, state, result) => {
      await sql('update inlay.edits set state = $2, result = $3, finished_at = now() where id = $1', [
        id,
        state,
        json(result),
      ]);
      if (result !== undefined) await remember(sql, id, resultsOf(result));
    },
    remove: id => erase(sql, 'id', id),
    removeSomeOf: userId => erase(sql, 'member', userId),
    removeSomeBefore: time => erase(sql, 'finishedBefore', time),
    uses: async artifact =>
      (await sql('select 1 from inlay.artifacts where artifact = $1 limit 1', [artifact])).length > 0,
  };
}

/** What nothing is charged for. */
const FREE = 'spent as (select 0 as charge, null::timestamptz as until)';
const KNOWN = 'exists (select 1 from inlay.edits where interaction_id = $2)';

async function insert(sql: Sql, edit: NewEdit, toll?: Toll): Promise<StoredEdit | undefined> {
  const values = [
    newId(),
    edit.interactionId,
    edit.userId,
    edit.guildId ?? null,
    edit.locale,
    edit.layout,
    edit.parentId ?? null,
    edit.source,
    edit.sourceName,
    edit.pack ?? null,
    json(edit.base),
    json(edit.runs),
    edit.note ?? null,
    edit.private,
    edit.sizeLimit,
    json(edit.destination),
    edit.destination.statusId !== undefined,
  ];
  const inserted = await sql<Row>(
    `with ${toll === undefined ? FREE : takingToll(values.length + 1, KNOWN)}
     insert into inlay.edits (id, interaction_id, user_id, guild_id, locale, layout, parent_id, source, source_name,
       pack, base, runs, note, private, size_limit, place, status_open, charge, charged_until)
     select $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11::jsonb, $12::jsonb, $13, $14::boolean, $15::integer,
       $16::jsonb, $17::boolean, charge, until from spent
     on conflict (interaction_id) do nothing returning *`,
    [...values, ...(toll === undefined ? [] : tollValues(toll))],
  );
  const [added] = inserted.map(fromRow);
  if (added !== undefined) await remember(sql, added.id, [added.source]);
  return added;
}

/** Stores which artifacts an edit needs; does nothing where the edit is gone. */
async function remember(sql: Sql, id: string, artifacts: readonly string[]): Promise<void> {
  await sql(
    `insert into inlay.artifacts (artifact, edit_id)
     select unnest($2::text[]), id from inlay.edits where id = $1 on conflict do nothing`,
    [id, artifacts],
  );
}
