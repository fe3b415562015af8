import type { APIMessage } from 'discord-api-types/v10';
import { walkAll } from '../../../src/playground/messages/components.ts';
import type { Rig } from '../../support/bot.ts';
import type { Reply } from '../../support/discord.ts';

const PATIENCE = 50_000;

/** The edit that an answer belongs to, by its interaction. */
export async function editOf({ store }: Rig, reply: Reply) {
  const edit = await store.edits.byInteraction(reply.interaction.id);
  if (edit === undefined) throw new Error('This interaction began no edit');
  return edit;
}

/** The message that shows the result of what a reply began: the one whose buttons carry its edit's id. */
export async function finalOf(rig: Rig, reply: Reply, text = 'outside the mask'): Promise<APIMessage> {
  const { discord, store } = rig;
  const begun = async () => (await store.edits.byInteraction(reply.interaction.id))?.id;
  let id: string | undefined;
  for (const end = Date.now() + PATIENCE; id === undefined && Date.now() < end; ) {
    id = await begun();
    if (id === undefined) await new Promise(resolve => setTimeout(resolve, 20));
  }
  if (id === undefined) throw new Error(`No edit was begun: ${reply.message().content}`);
  const carries = (message: APIMessage) =>
    walkAll(message.components ?? []).some(part => part.custom_id?.includes(`.${id}.`));
  return discord.waitFor(message => /outside the mask|außerhalb der Maske/.test(message.content) && carries(message), {
    timeout: PATIENCE,
  }).then(message => {
    if (!message.content.includes(text) && text !== 'outside the mask') throw new Error(message.content);
    return message;
  });
}

/** The status message of the edit whose result this is. */
export async function statusOf({ discord, store }: Rig, final: APIMessage): Promise<APIMessage> {
  const id = walkAll(final.components ?? []).find(part => part.custom_id !== undefined)?.custom_id?.split('.')[1];
  const edit = await store.edits.get(id ?? '');
  return discord.message(edit?.place.statusId ?? '');
}

/** Labels of a message's buttons, and of what can be chosen in its menus. */
export function labelsOf(message: APIMessage): string[] {
  const parts = walkAll(message.components ?? []) as { label?: string; options?: { label: string }[] }[];
  return parts.flatMap(({ label, options }) => label ?? options?.map(option => option.label) ?? []);
}
