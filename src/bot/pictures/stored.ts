import { Refusal } from '../../discord/refusal.ts';
import { UserError } from '../../errors.ts';
import { speechFor } from '../../language/speech.ts';
import type { StoredEdit } from '../../store/records.ts';
import { runOf } from '../../store/runs.ts';
import { fetchAttachment } from '../attachments.ts';
import type { BotServices } from '../services.ts';

/** Names of attachments, without how they end. */
export const BEFORE = 'before';
export const AFTER = 'after';

/** The artifact's bytes, or nothing when it is no longer kept. */
export async function artifact(
  key: string,
  { queue }: Pick<BotServices, 'queue'>,
): Promise<Buffer | undefined> {
  try {
    return await queue.artifacts.get(key);
  } catch (error) {
    if (error instanceof UserError && error.code === 'expired') return undefined;
    throw error;
  }
}

/**
 * The key of an edit's source, kept for longer. Where it is gone, it comes back from the message that shows
 * the edit, or the one that it went on from. Throws `Refusal` when nobody has it any more.
 */
export async function sourceOf(edit: StoredEdit, services: BotServices): Promise<string> {
  const { queue, store } = services;
  if (await queue.artifacts.keep(edit.source)) return edit.source;
  const bytes = await shown(edit, BEFORE, services);
  if (bytes !== undefined) {
    const key = await queue.artifacts.put(bytes);
    await queue.artifacts.keep(key);
    await store.edits.setSource(edit.id, key);
    return key;
  }
  const parent = edit.parentId === undefined ? undefined : await store.edits.get(edit.parentId);
  // An edit of a result has another picture than the edit that it came from.
  if (parent?.source !== edit.source) throw new Refusal(({ refusal }) => refusal.gone);
  return sourceOf(parent, services);
}

/** The picture of a run; `undefined` when neither the artifacts nor the message have it. */
export async function pictureOf(
  edit: StoredEdit,
  index: number,
  services: BotServices,
): Promise<Buffer | undefined> {
  const run = runOf(edit, index);
  if (run === undefined) return undefined;
  const kept = await artifact(run.image, services);
  if (kept !== undefined || edit.layout !== 'single') return kept;
  return shown(edit, AFTER, services);
}

/** A picture from the message that shows an edit: its link is fresh each time the message is asked for. */
async function shown(edit: StoredEdit, name: string, services: BotServices): Promise<Buffer | undefined> {
  const delivery = await services.store.deliveries.get(edit.id);
  if (delivery === undefined) return undefined;
  try {
    const { attachments } = await services.discord.get(delivery.channelId, delivery.messageId);
    const found = attachments.find(({ filename }) => filename.startsWith(`${name}.`));
    if (found === undefined) return undefined;
    const { locale } = speechFor(edit.locale);
    return await fetchAttachment(found, {
      origins: services.origins,
      maxBytes: Number.MAX_SAFE_INTEGER,
      locale,
    });
  } catch (err) {
    services.log.info({ err, edit: edit.id }, 'a picture could not be brought back from its message');
    return undefined;
  }
}
