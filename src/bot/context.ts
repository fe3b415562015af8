import type { Context } from '../commands/context.ts';
import { makeKeyedMutex, makeSemaphore } from '../mutex.ts';
import { withoutMetadata } from '../pipeline/image/metadata/index.ts';
import { fetchAttachment } from './attachments.ts';
import { type Beginner, begin } from './begin.ts';
import { cancel } from './cancel.ts';
import { comparison } from './pictures/compare.ts';
import { pictureOf, sourceOf } from './pictures/stored.ts';
import { messageFor } from './result.ts';

/**
 * Requests that are queued at once, shown at once, and pictures that are downloaded at once: the rest wait,
 * so that first answers, which Discord wants within 3 s, do not. A download that stalls takes one slot of the
 * downloads and nothing else, and the order in the queue does not depend on how soon Discord shows a status.
 */
const BEGINNINGS = 12;
const DOWNLOADS = 8;
export const makeLimits = () => ({
  taking: makeSemaphore(BEGINNINGS).run,
  showing: makeSemaphore(BEGINNINGS).run,
  oneByOne: makeKeyedMutex(),
});

/** What commands may do, on the bot's services. */
export function contextOf(bot: Beginner): Context {
  const { queue, store, packs, log, origins, discord } = bot;
  const fetching = makeSemaphore(DOWNLOADS).run;
  return {
    store,
    queue,
    packs,
    log,
    begin: (interaction, ask, options) => begin(bot, interaction, ask, options),
    fetchPicture: (picture, maxBytes, locale) =>
      fetching(async () => {
        const bytes = await fetchAttachment(picture, { origins, maxBytes, locale });
        // Location and camera are removed (docs/adr/0102). The artifact is kept for longer once an edit uses
        // it: what the limits refuse soon expires.
        return queue.artifacts.put(withoutMetadata(bytes) ?? bytes);
      }),
    sourceOf: edit => sourceOf(edit, bot),
    pictureOf: (edit, run) => pictureOf(edit, run, bot),
    comparison: (edit, run, sizeLimit) => comparison(edit, run, sizeLimit, bot),
    showResult: async edit => {
      const { result } = edit;
      const message = result && (await messageFor(edit, result, bot, { ping: false }));
      if (message === undefined) throw new Error(`The edit ${edit.id} has no result to show.`);
      return message;
    },
    cancel: (edit, options) => cancel(bot, edit, options),
    removeMessage: (channelId, messageId) => discord.remove(channelId, messageId),
  };
}
