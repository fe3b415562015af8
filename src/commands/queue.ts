import { ApplicationCommandType, MessageFlags } from 'discord.js';
import { componentsOf } from '../discord/components.ts';
import { describedCommand, EVERYWHERE } from '../discord/describe.ts';
import { answer, row } from '../discord/message.ts';
import { duration } from '../language/format.ts';
import type { Speech } from '../language/speech.ts';
import { titleOf } from '../language/titles.ts';
import { jobIdOf } from '../queue/contracts.ts';
import { limitKey } from '../store/limit-key.ts';
import type { StoredEdit } from '../store/records.ts';
import type { Context, SlashCommand } from './context.ts';

/** Discord allows five rows of buttons. */
const SHOWN = 5;

/** `/queue`: what of the member's waits or runs, each with its position and a button to cancel it. */
export const queue = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'queue',
    ...describedCommand('queue'),
    ...EVERYWHERE,
  },
  execute: async (interaction, context, speech) => {
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const { store } = context;
    const { texts } = speech;
    const mine = (await store.edits.unfinished(interaction.user.id)).slice(0, SHOWN);
    const lines = await Promise.all(mine.map(edit => lineFor(edit, context, speech)));
    const { picturesPerHour } = await store.settings.get(interaction.guildId ?? undefined);
    const left = await store.hourly.left(limitKey(interaction.guildId, interaction.user.id), picturesPerHour);
    await answer(interaction, {
      content: [
        ...(lines.length === 0 ? [texts.queue.empty] : lines),
        `-# ${texts.queue.left(left, picturesPerHour)}`,
      ].join('\n'),
      rows: mine.map(edit => {
        const label = `${texts.buttons.cancel}: ${titleOf(edit.base, speech)}`;
        return row(componentsOf(edit.id, speech, store.secret).button('cancel', '', label));
      }),
    });
  },
} satisfies SlashCommand;

async function lineFor(
  edit: StoredEdit,
  { queue: jobs }: Context,
  { locale, texts }: Speech,
): Promise<string> {
  const { state, ahead, etaMs } = await jobs.position(jobIdOf(edit.interactionId));
  const eta = etaMs === undefined ? undefined : duration(etaMs, locale);
  const waiting = ahead === 0 ? texts.status.next(eta) : texts.status.waiting(ahead + 1, eta);
  return texts.queue.line(
    titleOf(edit.base, { locale }),
    state === 'waiting' ? waiting : texts.queue.running,
  );
}
