import type { EditAction } from '../../discord/actions.ts';
import { answer } from '../../discord/message.ts';
import { Refusal } from '../../discord/refusal.ts';
import { runOf } from '../../store/runs.ts';
import type { PressAction } from '../context.ts';

/** Before, mask and after in one picture, for the one who asks alone. */
const compare: PressAction = {
  first: 'hidden',
  act: async (interaction, { edit, argument }, context, { texts }) => {
    if (runOf(edit, Number(argument)) === undefined) throw new Refusal(({ refusal }) => refusal.gone);
    const bytes = await context.comparison(edit, Number(argument), interaction.attachmentSizeLimit);
    await answer(interaction, {
      content: texts.result.compare,
      files: [{ name: 'compare.png', bytes, alt: texts.alt.compare }],
    });
  },
};

export const comparingPresses = { compare } satisfies Partial<Record<EditAction, PressAction>>;
