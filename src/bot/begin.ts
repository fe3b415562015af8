import type { Ask } from '../commands/ask.ts';
import type { Asking } from '../commands/context.ts';
import { CODES, isCode } from '../discord/api.ts';
import { asReply } from '../discord/message.ts';
import { Refusal } from '../discord/refusal.ts';
import { UserError } from '../errors.ts';
import { speechFor } from '../language/speech.ts';
import { titleOf } from '../language/titles.ts';
import type { Run } from '../mutex.ts';
import type { Place, StoredEdit } from '../store/records.ts';
import type { Beginnings } from './beginnings.ts';
import type { Board } from './board.ts';
import type { Desk } from './desk.ts';
import { admit, refund } from './gate.ts';
import { orderOf } from './order.ts';
import { type Spot, spotFor } from './place.ts';
import { priceOf } from './price.ts';
import { type StatusView, statusMessage } from './views/status.ts';

export interface Beginner extends Desk {
  readonly board: Board;
  readonly beginnings: Beginnings;
  /** Requests of one server that may wait or run at once; any number when absent. */
  readonly serverShare?: number | undefined;
  /** Requests on their way into the queue, and those that are being shown, only so many at once. */
  readonly taking: Run;
  readonly showing: Run;
  /** One member's requests pass the gate one after another, and one server's. */
  readonly oneByOne: <T>(key: string, work: () => Promise<T>) => Promise<T>;
}

/**
 * Takes a request from the limits to the queue, and shows it. The work is in the queue before anything is shown: if
 * the process ends in between, the result still comes. What ends the edit waits until this is over. Throws `Refusal`; then
 * nothing was taken.
 */
export async function begin(
  bot: Beginner,
  interaction: Asking,
  ask: Ask,
  { onto }: { readonly onto?: StoredEdit } = {},
): Promise<void> {
  const spot = ask.private || onto !== undefined ? 'here' : spotFor(interaction);
  const taken = await bot.taking(() => take(bot, interaction, ask, onto));
  // The same interaction once more: the first one does the work.
  if (taken === undefined) return;
  const { edit, view, over } = taken;
  try {
    await bot.showing(async () => {
      const place = await showStatus(bot, interaction, { edit, view, spot }).catch(err => {
        bot.log.warn({ err, edit: edit.id }, 'a request could not be shown; its result will be');
        return edit.place;
      });
      await bot.store.edits.setPlace(edit.id, place);
      bot.board.watch({ ...edit, place }, view);
    });
  } finally {
    over();
  }
}

/** From the limits to the queue; nothing for an interaction that was taken before. */
async function take(bot: Beginner, interaction: Asking, ask: Ask, onto: StoredEdit | undefined) {
  const place = await firstPlace(bot, interaction, ask, onto);
  const edit = await bot.oneByOne(interaction.user.id, () =>
    bot.oneByOne(interaction.guildId ?? '', () => enter(bot, interaction, ask, place)),
  );
  if (edit === undefined) return undefined;
  const over = bot.beginnings.begin(edit.id);
  try {
    return { edit, view: await enqueue(bot, edit), over };
  } catch (error) {
    over();
    throw error;
  }
}

/** Private edits live in the member's direct messages, which have to be open before any work is done. */
async function firstPlace(
  { discord }: Desk,
  { channelId, user, locale, message }: Asking & { message?: { id: string } | null },
  ask: Ask,
  onto: StoredEdit | undefined,
): Promise<Place> {
  if (onto !== undefined) return { ...onto.place, ...(message ? { statusId: message.id } : {}) };
  if (!ask.private) return { channelId: channelId ?? (await discord.directChannel(user.id)) };
  const direct = await discord.directChannel(user.id);
  const { texts } = speechFor(locale);
  try {
    const { id } = await discord.post(direct, { content: texts.status.stages.load });
    return { channelId: direct, statusId: id };
  } catch (error) {
    if (!isCode(error, CODES.cannotMessageUser, CODES.missingAccess)) throw error;
    throw new Refusal(({ refusal }) => refusal.closedMessages);
  }
}

/** Through the gate and into the store. */
async function enter(
  { store, packs, serverShare }: Beginner,
  { id: interactionId, user, guildId, locale, attachmentSizeLimit: sizeLimit }: Asking,
  ask: Ask,
  place: Place,
): Promise<StoredEdit | undefined> {
  const who = { userId: user.id, guildId: guildId ?? undefined };
  const edit = { ...ask, ...who, interactionId, locale, sizeLimit, place, private: ask.private ?? false };
  return admit({ edit, price: priceOf(ask, packs), serverShare }, store);
}

async function enqueue({ queue, store }: Desk, edit: StoredEdit): Promise<StatusView> {
  try {
    const place = await queue.add(orderOf(edit));
    await store.edits.setState(edit.id, 'queued');
    return { place };
  } catch (error) {
    await refund(edit, store);
    await store.edits.remove(edit.id);
    if (!(error instanceof UserError && error.code === 'busy')) throw error;
    throw new Refusal(({ refusal }) => refusal.busy);
  }
}

/** Answers the interaction and writes the first status, in a thread where there is to be one. */
async function showStatus(
  { discord, store, log }: Desk,
  interaction: Asking,
  { edit, view, spot }: { edit: StoredEdit; view: StatusView; spot: Spot },
): Promise<Place> {
  const speech = speechFor(edit.locale);
  const status = statusMessage(edit, view, speech, { secret: store.secret });
  const { place } = edit;
  const title = titleOf(edit.base, speech);
  if (place.statusId !== undefined) {
    await discord.edit(place.threadId ?? place.channelId, place.statusId, status, { keep: [] });
    if (edit.private) await interaction.editReply({ content: speech.texts.status.private });
    return place;
  }
  if (spot === 'here') {
    const { id } = await interaction.editReply(asReply(status));
    return { ...place, statusId: id };
  }
  const follow = speech.texts.status.follow(`<@${edit.userId}>`, title);
  const { id: replyId } = await interaction.editReply(asReply({ content: follow }));
  try {
    const threadId = await discord.openThread(place.channelId, replyId, title);
    const { id: statusId } = await discord.post(threadId, status);
    return { ...place, threadId, statusId };
  } catch (err) {
    log.info({ err, edit: edit.id }, 'no thread could be opened: answering in place');
    await discord.edit(place.channelId, replyId, status);
    return { ...place, statusId: replyId };
  }
}
