import type { Ask } from '../commands/ask.ts';
import type { Asking } from '../commands/context.ts';
import { CODES, isCode } from '../discord/api.ts';
import { asReply } from '../discord/message.ts';
import { Refusal } from '../discord/refusal.ts';
import { UserError } from '../errors.ts';
import { speechFor } from '../language/speech.ts';
import { titleOf } from '../language/titles.ts';
import type { Run } from '../mutex.ts';
import type { Destination, StoredEdit } from '../store/records.ts';
import type { Beginnings } from './beginnings.ts';
import { type ReplyMode, replyModeFor } from './destination.ts';
import { admit, refund } from './gate.ts';
import { orderOf } from './order.ts';
import { priceOf } from './price.ts';
import type { BotServices } from './services.ts';
import type { StatusMessages } from './status-messages.ts';
import { type StatusView, statusMessage } from './views/status.ts';

export interface Beginner extends BotServices {
  readonly statusMessages: StatusMessages;
  readonly beginnings: Beginnings;
  /** Requests of one server that may wait or run at once; any number when absent. */
  readonly serverShare?: number | undefined;
  /** Limits on requests that are queued at once, and on those that are shown at once. */
  readonly taking: Run;
  readonly showing: Run;
  /** Requests of one member, and of one server, are admitted one after another. */
  readonly oneByOne: <T>(key: string, work: () => Promise<T>) => Promise<T>;
}

/**
 * Admits a request, queues it and shows it. The work is in the queue before anything is shown: if the process
 * ends in between, the result is still delivered. Ending the edit waits until this is over. Throws `Refusal`;
 * then nothing was taken.
 */
export async function begin(
  bot: Beginner,
  interaction: Asking,
  ask: Ask,
  { onto }: { readonly onto?: StoredEdit } = {},
): Promise<void> {
  const mode = ask.private || onto !== undefined ? 'inline' : replyModeFor(interaction);
  const taken = await bot.taking(() => take(bot, interaction, ask, onto));
  // The same interaction once more: the first one does the work.
  if (taken === undefined) return;
  const { edit, view, over } = taken;
  try {
    await bot.showing(async () => {
      const destination = await showStatus(bot, interaction, { edit, view, mode }).catch(err => {
        bot.log.warn({ err, edit: edit.id }, 'a request could not be shown; its result will be');
        return edit.destination;
      });
      await bot.store.edits.setDestination(edit.id, destination);
      bot.statusMessages.watch({ ...edit, destination }, view);
    });
  } finally {
    over();
  }
}

/** Admits and queues a request; undefined for an interaction that was admitted before. */
async function take(bot: Beginner, interaction: Asking, ask: Ask, onto: StoredEdit | undefined) {
  const destination = await firstDestination(bot, interaction, ask, onto);
  const edit = await bot.oneByOne(interaction.user.id, () =>
    bot.oneByOne(interaction.guildId ?? '', () => enter(bot, interaction, ask, destination)),
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

/** Private edits are shown in the member's direct messages, which have to be open before any work is done. */
async function firstDestination(
  { discord }: BotServices,
  { channelId, user, locale, message }: Asking & { message?: { id: string } | null },
  ask: Ask,
  onto: StoredEdit | undefined,
): Promise<Destination> {
  if (onto !== undefined) return { ...onto.destination, ...(message ? { statusId: message.id } : {}) };
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

/** Through the gate, into the store. */
async function enter(
  { store, packs, serverShare }: Beginner,
  { id: interactionId, user, guildId, locale, attachmentSizeLimit: sizeLimit }: Asking,
  ask: Ask,
  destination: Destination,
): Promise<StoredEdit | undefined> {
  const who = { userId: user.id, guildId: guildId ?? undefined };
  const edit = {
    ...ask,
    ...who,
    interactionId,
    locale,
    sizeLimit,
    destination,
    private: ask.private ?? false,
  };
  return admit({ edit, price: priceOf(ask, packs), serverShare }, store);
}

async function enqueue({ queue, store }: BotServices, edit: StoredEdit): Promise<StatusView> {
  try {
    const position = await queue.add(orderOf(edit));
    await store.edits.setState(edit.id, 'queued');
    return { position };
  } catch (error) {
    await refund(edit, store);
    await store.edits.remove(edit.id);
    if (!(error instanceof UserError && error.code === 'busy')) throw error;
    throw new Refusal(({ refusal }) => refusal.busy);
  }
}

/** Answers the interaction and writes the first status, in a thread where there is to be one. */
async function showStatus(
  { discord, store, log }: BotServices,
  interaction: Asking,
  { edit, view, mode }: { edit: StoredEdit; view: StatusView; mode: ReplyMode },
): Promise<Destination> {
  const speech = speechFor(edit.locale);
  const status = statusMessage(edit, view, speech, { secret: store.secret });
  const { destination } = edit;
  const title = titleOf(edit.base, speech);
  if (destination.statusId !== undefined) {
    await discord.edit(destination.threadId ?? destination.channelId, destination.statusId, status, {
      keep: [],
    });
    if (edit.private) await interaction.editReply({ content: speech.texts.status.private });
    return destination;
  }
  if (mode === 'inline') {
    const { id } = await interaction.editReply(asReply(status));
    return { ...destination, statusId: id };
  }
  const follow = speech.texts.status.follow(`<@${edit.userId}>`, title);
  const { id: replyId } = await interaction.editReply(asReply({ content: follow }));
  try {
    const threadId = await discord.openThread(destination.channelId, replyId, title);
    const { id: statusId } = await discord.post(threadId, status);
    return { ...destination, threadId, statusId };
  } catch (err) {
    log.info({ err, edit: edit.id }, 'no thread could be opened: answering in the channel');
    await discord.edit(destination.channelId, replyId, status);
    return { ...destination, statusId: replyId };
  }
}
