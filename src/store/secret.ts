import { randomBytes } from 'node:crypto';
import type { Sql } from './sql.ts';

/** The key that signs buttons, made at the first start and kept, so that old buttons go on working. */
export async function buttonSecret(sql: Sql): Promise<Buffer> {
  const fresh = randomBytes(32).toString('base64url');
  await sql(`insert into inlay.secrets (name, value) values ('buttons', $1) on conflict do nothing`, [fresh]);
  const [{ value }] = await sql<{ value: string }>(`select value from inlay.secrets where name = 'buttons'`);
  return Buffer.from(value, 'base64url');
}
