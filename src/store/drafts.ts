import { json, type Sql } from './sql.ts';

/** A picture on Discord, as the interaction named it. */
export interface RemotePicture {
  readonly url: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
}

/**
 * Pictures of a message that somebody chose to edit, until the form comes back: Discord does not show the bot
 * other people's attachments a second time.
 */
export interface DraftsTable {
  add(draft: {
    readonly id: string;
    readonly userId: string;
    readonly pictures: readonly RemotePicture[];
  }): Promise<void>;
  /** The pictures, for the member who chose them alone. */
  get(id: string, userId: string): Promise<readonly RemotePicture[] | undefined>;
  forget(userId: string): Promise<void>;
}

export function draftsTable(sql: Sql): DraftsTable {
  return {
    add: async ({ id, userId, pictures }) => {
      await sql('insert into inlay.drafts (id, user_id, attachments) values ($1, $2, $3)', [
        id,
        userId,
        json(pictures),
      ]);
      await sql(`delete from inlay.drafts where created_at < now() - interval '1 day'`);
    },
    get: async (id, userId) => {
      const rows = await sql<{ attachments: RemotePicture[] }>(
        'select attachments from inlay.drafts where id = $1 and user_id = $2',
        [id, userId],
      );
      return rows[0]?.attachments;
    },
    forget: async userId => {
      await sql('delete from inlay.drafts where user_id = $1', [userId]);
    },
  };
}
