import { filesOf } from '../commands/forget-me.ts';
import type { Message } from '../commands/message.ts';
import type { Outcome } from '../queue/contracts.ts';
import type { Handover } from '../queue/types.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { StoredEdit } from '../store/records.ts';
import type { Beginnings } from './beginnings.ts';
import type { Board } from './board.ts';
import { type Desk, speechFor } from './desk.ts';
import { CODES, isCode } from './discord.ts';
import { refund } from './gate.ts';
import { KEEP_MS } from './pictures/stored.ts';
import { messageFor } from './result.ts';
import { isResultOf } from './spoken-of.ts';
import { closedStatus } from './views/status.ts';

export interface Deliverer extends Desk {
  readonly board: Board;
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

/**
 * Tells an outcome where its edit is shown, once: the queue hands it over again until this returns. The order matters:
 * what came of it is written down, then told, then it is written down that it was told. If the process ends after
 * telling, Discord knows the message by its nonce for some minutes, and the channel itself for good.
 */
export async function deliver(bot: Deliverer, { editId, outcome, lastAttempt }: Handover): Promise<void> {
  const { store, board, beginnings, log } = bot;
  await beginnings.over(editId);
  await board.unwatch(editId);
  const edit = await store.edits.get(editId);
  // Erased by its member, or told already when it was cancelled.
  if (edit === undefined || edit.state === 'cancelled') return;
  await store.edits.finish(editId, STATES[outcome.outcome], outcome);
  if (outcome.outcome !== 'done') await refund(edit, store);
  const { posted, repeated } = await store.deliveries.begin(editId);
  if (posted === undefined) {
    try {
      await tell(bot, { ...edit, result: outcome }, outcome, repeated);
    } catch (err) {
      if (!lastAttempt) throw err;
      log.error({ err, edit: editId }, 'a result could not be told');
      await refund(edit, store);
    }
  }
  await Promise.all(filesOf({ ...edit, result: outcome }).map(key => bot.queue.artifacts.keep(key, KEEP_MS)));
}

async function tell(bot: Deliverer, edit: StoredEdit, outcome: Outcome, repeated: boolean): Promise<void> {
  const { store, log } = bot;
  if (outcome.outcome === 'cancelled') return closeStatus(bot, edit, outcome);
  const message = await messageFor(edit, outcome, bot, { ping: true });
  if (message === undefined) return;
  // A mask is shown in the message that was waiting for it: writing that twice does no harm.
  const inPlace = edit.layout === 'mask' ? await rewriteStatus(bot, edit, message) : undefined;
  const delivery = inPlace ?? (await postOnce(bot, edit, message, repeated));
  if (delivery === undefined) {
    log.warn({ edit: edit.id }, 'a result found no place to be told in');
    await refund(edit, store);
    return;
  }
  await store.deliveries.done(edit.id, delivery);
  if (inPlace === undefined) await closeStatus(bot, edit, outcome);
}

async function rewriteStatus(
  { discord, log }: Desk,
  { place: { channelId, threadId = channelId, statusId } }: StoredEdit,
  message: Message,
): Promise<Delivery | undefined> {
  if (statusId === undefined) return undefined;
  try {
    await discord.edit(threadId, statusId, message, { keep: [] });
    return { channelId: threadId, messageId: statusId };
  } catch (err) {
    if (!isCode(err, ...CLOSED, CODES.archived)) throw err;
    log.info({ err }, 'a mask could not be shown in its message');
    return undefined;
  }
}

/** Why a place takes no message, so that the next one is tried. */
const CLOSED = [
  CODES.unknownChannel,
  CODES.unknownMessage,
  CODES.missingAccess,
  CODES.missingPermissions,
  CODES.cannotMessageUser,
  CODES.threadLocked,
];

/** Posts into the thread, else the channel, else the member's direct messages. */
async function postOnce(
  bot: Desk,
  edit: StoredEdit,
  message: Message,
  repeated: boolean,
): Promise<Delivery | undefined> {
  const { channelId, threadId } = edit.place;
  const places = [
    ...(threadId === undefined ? [] : [async () => threadId]),
    async () => channelId,
    async () => bot.discord.directChannel(edit.userId),
  ];
  for (const place of places) {
    try {
      const target = await place();
      const earlier = repeated ? await findEarlier(bot, edit, target) : undefined;
      return earlier ?? (await postInto(bot, edit, message, target));
    } catch (err) {
      if (!isCode(err, ...CLOSED, CODES.archived)) throw err;
      bot.log.info({ err, edit: edit.id }, 'a place takes no messages: trying the next');
    }
  }
  return undefined;
}

async function postInto(
  { discord }: Desk,
  { id }: StoredEdit,
  message: Message,
  channelId: string,
): Promise<Delivery> {
  const post = async (): Promise<Delivery> => {
    const { id: messageId } = await discord.post(channelId, message, { nonce: id });
    return { channelId, messageId };
  };
  try {
    return await post();
  } catch (error) {
    if (!isCode(error, CODES.archived)) throw error;
    await discord.unarchive(channelId);
    return post();
  }
}

/** An earlier attempt's message, known by the edit's id in its buttons. */
async function findEarlier(
  { discord }: Desk,
  edit: StoredEdit,
  channelId: string,
): Promise<Delivery | undefined> {
  const { statusId } = edit.place;
  const since = statusId ?? edit.interactionId;
  const messages = await discord.after(channelId, since);
  const mine = messages.find(message => message.id !== statusId && isResultOf(edit, message));
  return mine === undefined ? undefined : { channelId, messageId: mine.id };
}

/** Leaves in the status what came of it, without buttons; the mask stays to be seen. */
export async function closeStatus({ discord, log }: Desk, edit: StoredEdit, outcome: Outcome): Promise<void> {
  const { channelId, threadId = channelId, statusId } = edit.place;
  if (statusId === undefined) return;
  const speech = speechFor(edit.locale);
  const { cancelled, finished, stopped } = speech.texts.status;
  const line = outcome.outcome === 'cancelled' ? cancelled : outcome.outcome === 'done' ? finished : stopped;
  const keep = edit.overlayId === undefined ? [] : [edit.overlayId];
  await discord
    .edit(threadId, statusId, closedStatus(edit, line, speech), { keep })
    .catch(err => log.info({ err, edit: edit.id }, 'a status could not be closed'));
}
