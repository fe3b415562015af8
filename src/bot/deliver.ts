import type { Message } from '../discord/message.ts';
import { UserError } from '../errors.ts';
import { speechFor } from '../language/speech.ts';
import { interactionIdOf, type Outcome } from '../queue/contracts.ts';
import type { Handover } from '../queue/types.ts';
import { within } from '../queue/within.ts';
import { artifactsOf, keptOf } from '../store/artifacts-of.ts';
import type { StoredEdit } from '../store/records.ts';
import type { Beginnings } from './beginnings.ts';
import { closeStatus } from './close-status.ts';
import { refund } from './gate.ts';
import { type Forms, openLadder, type Posted, postOnce } from './post.ts';
import { messageFor } from './result.ts';
import type { BotServices } from './services.ts';
import type { StatusMessages } from './status-messages.ts';
import { failedMessage, wordsOnlyMessage } from './views/refused.ts';

export interface Deliverer extends BotServices {
  readonly statusMessages: StatusMessages;
  readonly beginnings: Beginnings;
}

/** The state that an outcome leaves an edit in. */
const STATES = {
  done: 'done',
  found: 'done',
  refused: 'refused',
  cancelled: 'cancelled',
  failed: 'failed',
} as const satisfies Record<Outcome['outcome'], StoredEdit['state']>;

/** A delivery is tried for a day; its pictures stay a little longer. */
const DELIVERY_MS = 26 * 3_600_000;
/** Longest wait for a change of the status that is under way. */
const QUIET_MS = 3_000;
/** Attempts to make a message; what Discord refuses is retried for as long as the queue does. */
export const MAKING_TRIES = 3;

/**
 * Delivers an outcome to its edit's destination, once: the queue hands it over again until this returns. The
 * order matters: the outcome is stored, then posted, then the post is stored, and last the status is closed.
 * If the process ends after posting, Discord knows the message by its nonce for some minutes, and its buttons
 * identify it for good.
 */
export async function deliver(bot: Deliverer, handover: Handover): Promise<void> {
  const { jobId, outcome, lastAttempt } = handover;
  const { store, statusMessages, beginnings, log } = bot;
  const editId = handover.editId || ((await store.edits.byInteraction(interactionIdOf(jobId)))?.id ?? '');
  await beginnings.over(editId);
  // Discord may delay a change of the status for long: the result does not wait for it.
  const quiet = statusMessages.unwatch(editId);
  const edit = await store.edits.get(editId);
  if (edit === undefined) {
    // Erased by its member, which cancels it first.
    if (outcome.outcome === 'cancelled') return;
    // Or this store was lost, or is another bot's: one that knows the edit may still deliver it.
    throw new Error(
      `The edit ${editId} of job ${jobId} is not in this bot’s store: its outcome is handed back.`,
    );
  }
  try {
    // A cancelled edit was reported when it was cancelled; its status may still be open.
    if (edit.state !== 'cancelled') await settle(bot, edit, handover, quiet);
    await quiet;
    await closeStatus(
      bot,
      (await store.edits.get(editId)) ?? edit,
      edit.state === 'cancelled' ? 'cancelled' : outcome.outcome,
    );
  } catch (err) {
    if (!lastAttempt) throw err;
    log.error({ err, edit: editId }, 'a result could not be delivered');
    await refund(edit, store);
  }
}

/** Stores the outcome of an edit, and delivers it unless that was done. */
async function settle(
  bot: Deliverer,
  edit: StoredEdit,
  { outcome, attempt }: Handover,
  quiet: Promise<void>,
): Promise<void> {
  const { store, queue } = bot;
  const finished = { ...edit, result: outcome };
  await store.edits.finish(edit.id, STATES[outcome.outcome], outcome);
  // Pictures stay for as long as a delivery is tried.
  await Promise.all(artifactsOf(finished).map(key => queue.artifacts.keep(key, DELIVERY_MS)));
  if (outcome.outcome !== 'done') await refund(edit, store);
  const { posted, repeated } = await store.deliveries.begin(edit.id);
  if (posted === undefined && outcome.outcome !== 'cancelled') {
    await post(bot, finished, outcome, { repeated, attempt, quiet });
  }
  // What buttons need stays as long as the settings say.
  await Promise.all(keptOf(finished).map(key => queue.artifacts.keep(key)));
}

interface Attempt {
  readonly repeated: boolean;
  readonly attempt: number;
  readonly quiet: Promise<void>;
}

async function post(
  bot: Deliverer,
  edit: StoredEdit,
  outcome: Outcome,
  { repeated, attempt, quiet }: Attempt,
): Promise<void> {
  const { store, log } = bot;
  const forms = await formsOf(bot, edit, outcome, attempt);
  if (forms === undefined) return;
  // A mask replaces its status message: writing that twice does no harm.
  const calm = edit.layout === 'mask' && (await within(quiet, QUIET_MS));
  const inPlace = calm ? await rewriteStatus(bot, edit, forms) : undefined;
  const posted = inPlace ?? (await postOnce(bot, edit, forms, repeated));
  if (posted === undefined) {
    log.warn({ edit: edit.id }, 'no destination accepts a result');
    await store.edits.setDelivered(edit.id);
  }
  if (!posted?.withPictures && forms.whole.files?.length) await refund(edit, store);
  if (posted !== undefined) await store.deliveries.done(edit.id, posted);
  if (inPlace !== undefined) await store.edits.setStatusOpen(edit.id, false);
}

/**
 * The messages of an outcome; when its pictures are gone, or cannot be made into a message, words alone say
 * so.
 */
async function formsOf(
  bot: Deliverer,
  edit: StoredEdit,
  outcome: Outcome,
  attempt: number,
): Promise<Forms | undefined> {
  const speech = speechFor(edit.locale);
  const { refusal } = speech.texts;
  const words = (why: string): Message => wordsOnlyMessage(edit, why, speech, bot.store.secret);
  const whys = { size: refusal.tooLargeToPost, content: refusal.notAllowed };
  const make = (maxBytes?: number) => messageFor(edit, outcome, bot, { ping: true, maxBytes });
  try {
    const whole = await make();
    return (
      whole && {
        whole,
        smaller: maxBytes => make(maxBytes).catch(() => undefined),
        words: why => words(whys[why]),
      }
    );
  } catch (err) {
    const isGone = err instanceof UserError && err.code === 'expired';
    if (!isGone && attempt < MAKING_TRIES) throw err;
    bot.log.warn({ err, edit: edit.id }, 'a result has no pictures to show any more');
    await refund(edit, bot.store);
    const whole = isGone ? words(refusal.gone) : failedMessage(edit, speech, bot.store.secret);
    return { whole, smaller: async () => undefined, words: () => whole };
  }
}

/** Shows a result in its status message; undefined when that cannot be edited. */
async function rewriteStatus(bot: BotServices, edit: StoredEdit, forms: Forms): Promise<Posted | undefined> {
  const { channelId, threadId = channelId, statusId } = edit.destination;
  if (statusId === undefined) return undefined;
  const write = async (message: Message) => {
    await bot.statusApi.edit(threadId, statusId, message, { keep: [] });
    return { channelId: threadId, messageId: statusId };
  };
  return openLadder(forms)
    .descend(write, bot, edit)
    .catch(err => {
      // Whatever holds changes of this message back does not hold back another message.
      bot.log.info({ err, edit: edit.id }, 'a mask could not be shown in its message');
      return undefined;
    });
}
