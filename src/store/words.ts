import type { Sql } from './sql.ts';

type WordField = 'from' | 'to';

/** Words kept for each member and field: as many as autocomplete can show. */
const KEPT = 25;

export interface WordsTable {
  remember(userId: string, field: WordField, word: string): Promise<void>;
  /** A member's words, the latest first. */
  recent(userId: string, field: WordField): Promise<string[]>;
  forget(userId: string): Promise<void>;
}

export function wordsTable(sql: Sql): WordsTable {
  return {
    remember: async (userId, field, word) => {
      await sql(
        `insert into inlay.words (user_id, field, word) values ($1, $2, $3)
         on conflict (user_id, field, word) do update set used_at = now()`,
        [userId, field, word],
      );
      await sql(
        `delete from inlay.words where user_id = $1 and field = $2 and word not in
         (select word from inlay.words where user_id = $1 and field = $2 order by used_at desc limit ${KEPT})`,
        [userId, field],
      );
    },
    recent: async (userId, field) => {
      const rows = await sql<{ word: string }>(
        'select word from inlay.words where user_id = $1 and field = $2 order by used_at desc',
        [userId, field],
      );
      return rows.map(({ word }) => word);
    },
    forget: async userId => {
      await sql('delete from inlay.words where user_id = $1', [userId]);
    },
  };
}
