import type { Board } from './board.ts';
import type { Desk } from './desk.ts';
import { orderOf } from './order.ts';

/**
 * After a restart: every edit that is not finished is asked for again, which does nothing where the queue still has
 * it, and its status goes on.
 */
export async function recover(bot: Desk & { readonly board: Board }): Promise<void> {
  const { store, queue, board, log } = bot;
  for (const edit of await store.edits.unfinished()) {
    try {
      const place = await queue.add(orderOf(edit));
      const progress = await queue.progress(place.jobId);
      board.watch(edit, progress === undefined ? { place } : { progress });
    } catch (err) {
      log.error({ err, edit: edit.id }, 'an edit could not be taken up again');
    }
  }
}
