import { isResultOf } from '../discord/about-edit.ts';
import { CODES, isCode } from '../discord/api.ts';
import type { Message } from '../discord/message.ts';
import { remedyFor } from '../discord/post-errors.ts';
import type { Delivery } from '../store/deliveries.ts';
import type { StoredEdit } from '../store/records.ts';
import type { BotServices } from './services.ts';

/** The forms of a result, from the one that is wanted to the one that Discord hardly refuses. */
export interface Forms {
  readonly whole: Message;
  /** The same with files of at most so many bytes each; nothing when they cannot be made that small. */
  smaller(maxBytes: number): Promise<Message | undefined>;
  /** The words without the pictures, and why. */
  words(why: 'size' | 'content'): Message;
}

export interface Posted extends Delivery {
  /** Whether the pictures are there. */
  readonly withPictures: boolean;
}

/** Each of them halves the size of the files. */
const SMALLER_TRIES = 4;

type Post = (message: Message) => Promise<Delivery>;

/**
 * Posts to the first destination that accepts a message, in the largest form that it accepts.
 * @param repeated an earlier attempt may have succeeded: its message is searched for first
 * @returns undefined when no destination accepts any form; throws what a retry may mend
 */
export async function postOnce(
  bot: BotServices,
  edit: StoredEdit,
  forms: Forms,
  repeated: boolean,
): Promise<Posted | undefined> {
  const { channelId, threadId } = edit.destination;
  const destinations = [
    ...(threadId === undefined ? [] : [async () => threadId]),
    async () => channelId,
    async () => bot.discord.directChannel(edit.userId),
  ];
  const ladder = openLadder(forms);
  for (const open of destinations) {
    const target = await open().catch(passOver(bot, edit));
    if (target === undefined) continue;
    const earlier = repeated ? await findEarlier(bot, edit, target) : undefined;
    const posted =
      earlier ?? (await ladder.descend(message => postInto(bot, edit, message, target), bot, edit));
    if (posted !== undefined) return posted;
  }
  return undefined;
}

/**
 * Tries a message in smaller and smaller forms; what was too large for one destination is not tried at the
 * next.
 */
export function openLadder(forms: Forms) {
  let pictures: Message | undefined = forms.whole;
  let tries = 0;

  async function shrink(message: Message): Promise<Message | undefined> {
    const largest = Math.max(0, ...(message.files ?? []).map(({ bytes }) => bytes.length));
    if (largest === 0 || ++tries > SMALLER_TRIES) return undefined;
    return forms.smaller(Math.floor(largest / 2));
  }

  return {
    /** @returns undefined when the destination accepts no form; throws what a retry may mend */
    async descend(post: Post, bot: BotServices, { id }: StoredEdit): Promise<Posted | undefined> {
      let why: 'size' | 'content' = 'size';
      let message = pictures ?? forms.words(why);
      for (;;) {
        const withPictures = message === pictures;
        try {
          return { ...(await post(message)), withPictures };
        } catch (err) {
          const remedy = remedyFor(err);
          if (remedy === 'later') throw err;
          bot.log.info({ err, edit: id, remedy }, 'a post was refused');
          if (remedy === 'destination' || !withPictures) return undefined;
          if (remedy === 'size') pictures = await shrink(message);
          else why = 'content';
          message = remedy === 'size' && pictures !== undefined ? pictures : forms.words(why);
        }
      }
    },
  };
}

/** For a destination that cannot be opened: the next is tried, unless a retry may mend it. */
const passOver =
  ({ log }: BotServices, { id }: StoredEdit) =>
  (err: unknown): undefined => {
    if (remedyFor(err) === 'later') throw err;
    log.info({ err, edit: id }, 'a destination accepts no messages: trying the next');
  };

async function postInto(
  { discord }: BotServices,
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
  bot: BotServices,
  edit: StoredEdit,
  channelId: string,
): Promise<Posted | undefined> {
  const { statusId } = edit.destination;
  const since = statusId ?? edit.interactionId;
  // Where nothing may be read, the nonce alone has to do.
  const messages = (await bot.discord.after(channelId, since).catch(passOver(bot, edit))) ?? [];
  const mine = messages.find(message => message.id !== statusId && isResultOf(edit, message));
  return mine && { channelId, messageId: mine.id, withPictures: mine.attachments.length > 0 };
}
