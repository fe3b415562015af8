import type { EditAction } from '../../discord/actions.ts';
import { asReply } from '../../discord/message.ts';
import { Refusal } from '../../discord/refusal.ts';
import type { Outcome } from '../../queue/contracts.ts';
import { recipeOf, runOf } from '../../store/runs.ts';
import type { Ask } from '../ask.ts';
import type { PressAction } from '../context.ts';
import { derived } from './derive.ts';

/**
 * Shows one of several versions by itself, with all the buttons of a result. It is painted already and costs
 * nothing; where its picture is no longer kept, the recipe paints it once more.
 */
const pick: PressAction = {
  first: 'reply',
  act: async (interaction, { edit, argument }, context) => {
    const index = Number(argument);
    const run = runOf(edit, index);
    const recipe = recipeOf(edit, index);
    if (run === undefined || recipe === undefined) throw new Refusal(({ refusal }) => refusal.gone);
    const ask: Ask = await derived(edit, { layout: 'single', base: recipe, runs: [{}] }, context);
    if ((await context.pictureOf(edit, index)) === undefined) {
      await context.begin(interaction, ask);
      return;
    }
    const { store } = context;
    const { user, guildId, locale, id: interactionId, attachmentSizeLimit: sizeLimit } = interaction;
    const added = await store.edits.add({
      ...ask,
      interactionId,
      userId: user.id,
      guildId: guildId ?? undefined,
      locale,
      sizeLimit,
      private: false,
      destination: { channelId: interaction.channelId },
    });
    if (added === undefined) return;
    const result: Outcome = { outcome: 'done', runs: [run] };
    await store.edits.finish(added.id, 'done', result);
    const reply = await interaction.editReply(
      asReply(await context.showResult({ ...added, state: 'done', result })),
    );
    await store.deliveries.done(added.id, { channelId: reply.channelId, messageId: reply.id });
  },
};

export const pickingPresses = { pick } satisfies Partial<Record<EditAction, PressAction>>;
