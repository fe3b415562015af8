import { remedyFor } from '../discord/post-errors.ts';
import { speechFor } from '../language/speech.ts';
import type { Outcome } from '../queue/contracts.ts';
import type { StoredEdit } from '../store/records.ts';
import type { BotServices } from './services.ts';
import { closedStatus } from './views/status.ts';

/**
 * Leaves the outcome in the status, without buttons; the mask stays. A status that was closed before, or is
 * gone, is left alone. Throws what a retry may mend: then the status counts as open.
 */
export async function closeStatus(
  { statusApi, store, log }: BotServices,
  edit: StoredEdit,
  outcome: Outcome['outcome'],
): Promise<void> {
  const { channelId, threadId = channelId, statusId } = edit.destination;
  if (statusId === undefined || !edit.statusOpen) return;
  const speech = speechFor(edit.locale);
  const { cancelled, finished, stopped } = speech.texts.status;
  const lines = { done: finished, found: finished, cancelled, refused: stopped, failed: stopped };
  const keep = edit.overlayId === undefined ? [] : [edit.overlayId];
  try {
    await statusApi.edit(threadId, statusId, closedStatus(edit, lines[outcome], speech), { keep });
  } catch (err) {
    if (remedyFor(err) === 'later') throw err;
    log.info({ err, edit: edit.id }, 'a status can no longer be closed');
  }
  await store.edits.setStatusOpen(edit.id, false);
}
