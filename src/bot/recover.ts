import { isStatusOf } from '../discord/about-edit.ts';
import { jobIdOf } from '../queue/contracts.ts';
import type { Destination, StoredEdit } from '../store/records.ts';
import { type Deliverer, deliver, MAKING_TRIES } from './deliver.ts';
import { orderOf } from './order.ts';
import type { BotServices } from './services.ts';

/**
 * After a restart: adds every unfinished edit to the queue again, which does nothing where it is still there,
 * and resumes its status.
 */
export async function recover(bot: Deliverer): Promise<void> {
  const { store, queue, statusMessages, log } = bot;
  for (const edit of await store.edits.unfinished()) {
    try {
      const destination = await destinationOf(edit, bot);
      const queued = await queue.add(orderOf(edit));
      if (queued.state !== 'finished' || (await queue.isDelivering(queued.jobId))) {
        statusMessages.watch({ ...edit, destination }, { position: queued });
        continue;
      }
      // Its delivery was given up before anything was stored.
      await settleAnew(bot, { ...edit, destination });
    } catch (err) {
      log.error({ err, edit: edit.id }, 'an edit could not be taken up again');
    }
  }
}

/** After a restart: finished edits that the queue no longer has are delivered, and their statuses closed. */
export async function settleAll(bot: Deliverer): Promise<void> {
  for (const edit of await bot.store.edits.unsettled()) {
    if (!(await bot.queue.isDelivering(jobIdOf(edit.interactionId)))) await settleAnew(bot, edit);
  }
}

/** Delivers the known outcome of an edit. What fails is logged, and tried again after the next restart. */
const settleAnew = (bot: Deliverer, { id, interactionId, result }: StoredEdit): Promise<void> =>
  deliver(bot, {
    jobId: jobIdOf(interactionId),
    editId: id,
    outcome: result ?? { outcome: 'failed', reason: 'the queue has lost it' },
    attempt: MAKING_TRIES,
    lastAttempt: true,
  });

/** The destination of an edit: as stored, or, where the process ended before that, searched for. */
async function destinationOf(edit: StoredEdit, bot: BotServices): Promise<Destination> {
  if (edit.destination.statusId !== undefined) return edit.destination;
  const found = await findStatus(edit, bot).catch(err => {
    bot.log.info({ err, edit: edit.id }, 'a status could not be searched for');
    return edit.destination;
  });
  if (found !== edit.destination) await bot.store.edits.setDestination(edit.id, found);
  return found;
}

/**
 * A status has the edit's id in its button, and stands in the channel or in the thread on the interaction's
 * answer.
 */
async function findStatus(edit: StoredEdit, { discord }: BotServices): Promise<Destination> {
  const { destination, interactionId } = edit;
  const messages = await discord.after(destination.channelId, interactionId);
  const here = messages.find(message => isStatusOf(edit, message));
  if (here !== undefined) return { ...destination, statusId: here.id };
  const answer = messages.find(message => message.interaction_metadata?.id === interactionId);
  if (answer?.thread === undefined) return destination;
  const threadId = answer.thread.id;
  const status = (await discord.after(threadId, answer.id)).find(message => isStatusOf(edit, message));
  return { ...destination, threadId, ...(status === undefined ? {} : { statusId: status.id }) };
}
