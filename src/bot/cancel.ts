import { jobIdOf } from '../queue/contracts.ts';
import type { StoredEdit } from '../store/records.ts';
import type { Beginnings } from './beginnings.ts';
import { closeStatus } from './close-status.ts';
import { refund } from './gate.ts';
import type { BotServices } from './services.ts';
import type { StatusMessages } from './status-messages.ts';

/**
 * Stops an edit wherever it is, and refunds it. What the queue hands over afterwards is not delivered again.
 * @returns false when it was finished before
 */
export async function cancel(
  bot: BotServices & { readonly statusMessages: StatusMessages; readonly beginnings: Beginnings },
  edit: StoredEdit,
  { quietly = false }: { readonly quietly?: boolean } = {},
): Promise<boolean> {
  const { queue, store, statusMessages, beginnings } = bot;
  await beginnings.over(edit.id);
  const now = await store.edits.get(edit.id);
  if (now === undefined || (now.state !== 'asked' && now.state !== 'queued')) return false;
  if (!(await queue.cancel(jobIdOf(edit.interactionId)))) return false;
  await store.edits.finish(edit.id, 'cancelled', { outcome: 'cancelled' });
  await statusMessages.unwatch(edit.id);
  await refund(edit, store);
  // The status may have shown the mask since the edit was read.
  const latest = (await store.edits.get(edit.id)) ?? now;
  if (quietly) await store.edits.setStatusOpen(edit.id, false);
  // A status that cannot be closed now is closed when the queue hands over what it cancelled.
  else
    await closeStatus(bot, latest, 'cancelled').catch(err =>
      bot.log.info({ err, edit: edit.id }, 'a status is still open'),
    );
  return true;
}
