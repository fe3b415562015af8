import type { EditAction } from '../../discord/actions.ts';
import { answer } from '../../discord/message.ts';
import { Refusal } from '../../discord/refusal.ts';
import type { PressAction } from '../context.ts';
import { requireOwnerOrModerator } from '../may.ts';

/** Stops what waits or runs; its delivery says so where it is shown. */
const cancel: PressAction = {
  first: 'hidden',
  act: async (interaction, { edit }, context, { texts }) => {
    requireOwnerOrModerator(interaction, edit);
    if (!(await context.cancel(edit))) throw new Refusal(({ refusal }) => refusal.tooLate);
    await answer(interaction, { content: texts.status.cancelled });
  },
};

/** Deletes a result with its files. */
const remove: PressAction = {
  first: 'hidden',
  act: async (interaction, { edit }, context, { texts }) => {
    requireOwnerOrModerator(interaction, edit);
    const { store, queue } = context;
    const { channelId, message } = interaction;
    await context.removeMessage(channelId, message.id);
    // Other edits may use the same pictures: those stay.
    const { artifacts } = await store.edits.remove(edit.id);
    await Promise.all(artifacts.map(key => queue.artifacts.delete(key)));
    await answer(interaction, { content: texts.deleted });
  },
};

export const tidyingPresses = { cancel, delete: remove } satisfies Partial<Record<EditAction, PressAction>>;
