import { type DeliveriesTable, deliveriesTable } from './deliveries.ts';
import { type DraftsTable, draftsTable } from './drafts.ts';
import { type EditsTable, editsTable } from './edits.ts';
import { type HourlyLimit, hourlyLimit } from './limits.ts';
import { migrate } from './migrate.ts';
import { buttonSecret } from './secret.ts';
import { type Limits, type SettingsTable, settingsTable } from './settings.ts';
import { type SqlPool, sqlOver } from './sql.ts';
import { type WordsTable, wordsTable } from './words.ts';

/** The bot's database. It belongs to the bot process alone: workers have no access. */
export interface Store {
  readonly edits: EditsTable;
  readonly deliveries: DeliveriesTable;
  readonly settings: SettingsTable;
  readonly words: WordsTable;
  readonly drafts: DraftsTable;
  readonly hourly: HourlyLimit;
  /** Signs the custom ids of buttons. */
  readonly secret: Buffer;
}

/** Opens the store on a database, embedded or not, and brings its tables up to date. */
export async function openStore(pool: SqlPool, defaults: Limits): Promise<Store> {
  const sql = sqlOver(pool);
  await migrate(sql);
  return {
    edits: editsTable(sql),
    deliveries: deliveriesTable(sql),
    settings: settingsTable(sql, defaults),
    words: wordsTable(sql),
    drafts: draftsTable(sql),
    hourly: hourlyLimit(sql),
    secret: await buttonSecret(sql),
  };
}
