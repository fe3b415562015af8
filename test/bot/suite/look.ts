import type { APIMessage } from 'discord-api-types/v10';
import { walkAll } from '../../../src/playground/messages/components.ts';
import type { Rig } from '../../support/bot.ts';
import type { Reply } from '../../support/discord.ts';
import { eventually } from '../../support/queue.ts';

/** Long enough for the slowest edit of the suite on a busy machine. */
export const PATIENCE = 200_000;

/** The edit that an answer belongs to, once it has begun. */
export async function editOf({ store }: Rig, reply: Reply) {
  return eventually(() => store.edits.byInteraction(reply.interaction.id), PATIENCE);
}

/** Ids of the edits that a message's buttons are about. */
export const editIdsIn = (message: Pick<APIMessage, 'components'>): string[] =>
  walkAll(message.components ?? []).flatMap(({ custom_id }) => custom_id?.split('.')[1] ?? []);

/**
 * Whether a message shows the result of an edit, of a given one where an id is: it has a receipt, and buttons
 * that carry the id.
 */
export const showsResult = (message: Pick<APIMessage, 'content' | 'components'>, id?: string): boolean =>
  /exactly as it was|genau wie vorher/.test(message.content) &&
  (id === undefined || editIdsIn(message).includes(id));

/** The message that shows what a reply began. */
export async function finalOf(rig: Rig, reply: Reply): Promise<APIMessage> {
  const { id } = await editOf(rig, reply);
  return rig.discord.waitFor(message => showsResult(message, id), { timeout: PATIENCE });
}

/** The status message of the edit whose result this is. */
export async function statusOf({ discord, store }: Rig, final: APIMessage): Promise<APIMessage> {
  const [id] = editIdsIn(final);
  const edit = await store.edits.get(id);
  return discord.message(edit?.destination.statusId ?? '');
}

/** The status message of what a reply began, once it fits. */
export async function statusWhere(
  rig: Rig,
  reply: Reply,
  fits: (status: APIMessage) => boolean,
): Promise<APIMessage> {
  const { id } = await editOf(rig, reply);
  const { statusId } = await eventually(async () => {
    const destination = (await rig.store.edits.get(id))?.destination;
    return destination?.statusId === undefined ? undefined : destination;
  }, PATIENCE);
  return rig.discord.waitFor(message => message.id === statusId && fits(message), { timeout: PATIENCE });
}

/** The status message of what a reply began, once it says that it paints. */
export const statusPainting = (rig: Rig, reply: Reply): Promise<APIMessage> =>
  statusWhere(rig, reply, ({ content }) => content.includes('Painting…'));

/** Labels of a message's buttons, and of what can be chosen in its menus. */
export function labelsOf(message: APIMessage): string[] {
  const parts = walkAll(message.components ?? []) as { label?: string; options?: { label: string }[] }[];
  return parts.flatMap(({ label, options }) => label ?? options?.map(option => option.label) ?? []);
}
