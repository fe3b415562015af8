import { ApplicationCommandType, MessageFlags } from 'discord.js';
import { componentsOf } from '../discord/components.ts';
import { describedCommand, EVERYWHERE } from '../discord/describe.ts';
import { answer, row } from '../discord/message.ts';
import { Refusal } from '../discord/refusal.ts';
import type { MemberPressAction, SlashCommand } from './context.ts';

/** `/forget-me`: asks first, since it cannot be undone. */
export const forgetMe = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'forget-me',
    ...describedCommand('forget-me'),
    ...EVERYWHERE,
  },
  execute: async (interaction, { store }, { texts }) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const { button } = componentsOf(interaction.user.id, { texts }, store.secret);
    await answer(interaction, { content: texts.forget.ask, rows: [row(button('forget'))] });
  },
} satisfies SlashCommand;

/** Erases a member's data from the store and the artifacts; pending edits are cancelled first. */
export const forget: MemberPressAction = async (interaction, userId, context, { texts }) => {
  if (interaction.user.id !== userId) throw new Refusal(({ refusal }) => refusal.notYours);
  await interaction.deferUpdate();
  const { store, queue } = context;
  for (const edit of await store.edits.unfinished(userId)) await context.cancel(edit);
  let edits = 0;
  for (;;) {
    const erased = await store.edits.removeSomeOf(userId);
    if (erased.edits === 0) break;
    edits += erased.edits;
    // Another member's edit may use the same picture: that stays.
    await Promise.all(erased.artifacts.map(key => queue.artifacts.delete(key)));
  }
  await Promise.all([store.words.forget(userId), store.drafts.forget(userId)]);
  await answer(interaction, { content: texts.forget.done(edits) });
};
