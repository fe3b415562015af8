import type { Sql } from './sql.ts';

export interface Delivery {
  readonly channelId: string;
  readonly messageId: string;
}

/** Which message shows the result of an edit, so that it is delivered once. */
export interface DeliveriesTable {
  /**
   * Called before posting. `posted`: it was delivered already. `repeated`: an earlier attempt may have got
   * through without being written down.
   */
  begin(editId: string): Promise<{ readonly posted?: Delivery; readonly repeated: boolean }>;
  done(editId: string, delivery: Delivery): Promise<void>;
  get(editId: string): Promise<Delivery | undefined>;
}

interface Row {
  readonly channel_id: string | null;
  readonly message_id: string | null;
}

export function deliveriesTable(sql: Sql): DeliveriesTable {
  const get = async (editId: string): Promise<Delivery | undefined> => {
    const [row] = await sql<Row>('select channel_id, message_id from inlay.deliveries where edit_id = $1', [
      editId,
    ]);
    if (row?.channel_id == null || row.message_id === null) return undefined;
    return { channelId: row.channel_id, messageId: row.message_id };
  };
  return {
    get,
    begin: async editId => {
      const inserted = await sql(
        'insert into inlay.deliveries (edit_id) values ($1) on conflict do nothing returning edit_id',
        [editId],
      );
      const posted = await get(editId);
      return { repeated: inserted.length === 0, ...(posted === undefined ? {} : { posted }) };
    },
    done: async (editId, { channelId, messageId }) => {
      await sql(
        `insert into inlay.deliveries (edit_id, channel_id, message_id, posted_at) values ($1, $2, $3, now())
         on conflict (edit_id) do update set channel_id = $2, message_id = $3, posted_at = now()`,
        [editId, channelId, messageId],
      );
      await sql('update inlay.edits set told = true where id = $1', [editId]);
    },
  };
}
