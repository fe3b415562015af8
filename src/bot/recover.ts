import type { Place, StoredEdit } from '../store/records.ts';
import type { Board } from './board.ts';
import type { Desk } from './desk.ts';
import { orderOf } from './order.ts';
import { isStatusOf } from './spoken-of.ts';

/**
 * After a restart: every edit that is not finished is asked for again, which does nothing where the queue still has
 * it, and its status goes on.
 */
export async function recover(bot: Desk & { readonly board: Board }): Promise<void> {
  const { store, queue, board, log } = bot;
  for (const edit of await store.edits.unfinished()) {
    try {
      const place = await placeOf(edit, bot);
      const view = { place: await queue.add(orderOf(edit)) };
      board.watch({ ...edit, place }, view);
    } catch (err) {
      log.error({ err, edit: edit.id }, 'an edit could not be taken up again');
    }
  }
}

/** Where an edit is shown: written down, or, where the process ended before that, looked for. */
async function placeOf(edit: StoredEdit, bot: Desk): Promise<Place> {
  if (edit.place.statusId !== undefined) return edit.place;
  const found = await findStatus(edit, bot).catch(err => {
    bot.log.info({ err, edit: edit.id }, 'a status could not be looked for');
    return edit.place;
  });
  if (found !== edit.place) await bot.store.edits.setPlace(edit.id, found);
  return found;
}

/** A status has the edit's id in its button, and stands in the channel or in the thread on the interaction's answer. */
async function findStatus(edit: StoredEdit, { discord }: Desk): Promise<Place> {
  const { place, interactionId } = edit;
  const messages = await discord.after(place.channelId, interactionId);
  const here = messages.find(message => isStatusOf(edit, message));
  if (here !== undefined) return { ...place, statusId: here.id };
  const answer = messages.find(message => message.interaction_metadata?.id === interactionId);
  if (answer?.thread === undefined) return place;
  const threadId = answer.thread.id;
  const status = (await discord.after(threadId, answer.id)).find(message => isStatusOf(edit, message));
  return { ...place, threadId, ...(status === undefined ? {} : { statusId: status.id }) };
}
