import { join } from 'node:path';
import { openEmbeddedDatabase } from '../../../src/queue/backends/embedded-database.ts';
import { sqlOver } from '../../../src/store/sql.ts';
import { editIdsIn, labelsOf } from '../../../test/bot/suite/look.ts';
import type { Discord, Reply } from '../../../test/support/discord.ts';

interface Row {
  readonly id: string;
  readonly interaction_id: string;
  readonly state: string;
  readonly status_id: string | null;
  readonly finished: boolean;
  readonly posted: boolean;
  readonly charge: number;
}

/**
 * What became of every request: read from the store, whose process has ended, and from Discord's messages.
 */
export async function judge(
  discord: Discord,
  asked: readonly Reply[],
  home: { readonly dataDir: string; readonly besideRedis: boolean },
): Promise<{ figures: Record<string, number>; problems: string[] }> {
  const { pool, close } = await openEmbeddedDatabase(
    home.besideRedis ? join(home.dataDir, 'bot') : home.dataDir,
  );
  const rows = await sqlOver(pool)<Row>(
    `select id, interaction_id, state, place ->> 'statusId' as status_id, finished_at is not null as finished,
       posted_at is not null as posted, charge from inlay.edits left join inlay.deliveries on edit_id = id`,
  );
  await close();
  const messages = [...discord.world.channels.keys()].flatMap(id => discord.messages(id));
  const byInteraction = new Map(rows.map(row => [row.interaction_id, row]));
  const acknowledged = asked.filter(reply => contentOf(reply) !== '');
  const problems: string[] = [];
  for (const { interaction } of acknowledged)
    if (!byInteraction.has(interaction.id))
      problems.push(`${interaction.id} was acknowledged and is nowhere`);
  let [told, refunded] = [0, 0];
  for (const { id, state, status_id, finished, posted, charge } of rows) {
    const shown = messages.filter(message => editIdsIn(message).includes(id));
    const results = shown.filter(
      message => message.id !== status_id && !labelsOf(message).includes('Cancel'),
    );
    if (!finished) problems.push(`${id} is not finished`);
    else if (posted) told++;
    else if (charge === 0) refunded++;
    else problems.push(`${id} (${state}) is neither told nor refunded`);
    if (results.length > 1) problems.push(`${id} was told ${results.length} times`);
  }
  const open = messages.filter(message => labelsOf(message).includes('Cancel'));
  for (const { id, content } of open) problems.push(`the status ${id} is open: ${content}`);
  const figures = {
    acknowledged: acknowledged.length,
    written: rows.length,
    told,
    refunded,
    open: open.length,
  };
  return { figures, problems };
}

/** The text of an answer; empty while the bot is thinking. */
export function contentOf(reply: Reply): string {
  try {
    return reply.message().content;
  } catch {
    return '';
  }
}
