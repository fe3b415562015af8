import { ApplicationCommandType, MessageFlags } from 'discord.js';
import type { StoredEdit } from '../store/records.ts';
import type { Context, PressInteraction, SlashCommand, Speech } from './context.ts';
import { writeId } from './custom-id.ts';
import { described, EVERYWHERE } from './describe.ts';
import { answer, button, row } from './message.ts';
import { Refusal } from './refusal.ts';

/** `/forget-me`: asks first, since nothing brings it back. */
export const forgetMe = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'forget-me',
    ...described('forget-me'),
    ...EVERYWHERE,
  },
  execute: async (interaction, { store }, { texts }) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const confirm = button(
      texts.buttons.forget,
      writeId(store.secret, 'forget', interaction.user.id),
      'danger',
    );
    await answer(interaction, { content: texts.forget.ask, rows: [row(confirm)] });
  },
} satisfies SlashCommand;

/** Erases what the store and the artifacts hold of a member; what still waits is cancelled first. */
export async function forget(
  interaction: PressInteraction,
  userId: string,
  context: Context,
  { texts }: Speech,
): Promise<void> {
  if (interaction.user.id !== userId) throw new Refusal(({ refusal }) => refusal.notYours);
  await interaction.deferUpdate();
  const { store, queue } = context;
  for (const edit of await store.edits.unfinished(userId)) await context.cancel(edit);
  const erased = await store.edits.removeAllOf(userId);
  await Promise.all([store.words.forget(userId), store.drafts.forget(userId)]);
  for (const key of new Set(erased.flatMap(filesOf))) {
    // Somebody else may have gone on from this picture: theirs stays theirs.
    if (!(await store.edits.uses(key))) await queue.artifacts.delete(key);
  }
  await answer(interaction, { content: texts.forget.done(erased.length) });
}

/** Those of an edit's artifacts that its buttons need once it was told. */
export function keptOf({ source, result }: StoredEdit): string[] {
  const runs = result?.outcome === 'done' ? result.runs : [];
  return [source, ...runs.flatMap(run => [run.image, run.overlay])];
}

/** The artifacts of an edit. */
export function filesOf({ source, result }: StoredEdit): string[] {
  const files = [source];
  if (result?.outcome === 'done')
    files.push(...result.runs.flatMap(run => [run.image, run.mask, run.overlay]));
  if (result?.outcome === 'found') files.push(result.mask, result.overlay, result.heat);
  if (result?.outcome === 'refused' && result.heat !== undefined) files.push(result.heat);
  return files;
}
