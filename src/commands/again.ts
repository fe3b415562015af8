import { ApplicationCommandType, MessageFlags } from 'discord.js';
import { describedCommand, EVERYWHERE } from '../discord/describe.ts';
import { Refusal } from '../discord/refusal.ts';
import type { EditRequest } from '../pipeline/options.ts';
import { freshSeed, seeds } from './ask.ts';
import { completeEdit } from './complete.ts';
import type { SlashCommand } from './context.ts';
import { chosenPack, OPTIONS, PAINTING, paintingOptions } from './edit-options.ts';
import { asked, joinNotes, understandFrom, understandTo, understoodBefore } from './words.ts';

/**
 * `/again`: the member's last picture and words, changed where they say so, with a new seed unless they give
 * one.
 */
export const again = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'again',
    ...describedCommand('again'),
    ...EVERYWHERE,
    options: [OPTIONS.from, OPTIONS.to, ...PAINTING, OPTIONS.variants],
  },
  autocomplete: completeEdit,
  execute: async (interaction, context, speech) => {
    // The one first answer that has to ask: whether it is for all to see hangs on the edit.
    const last = await context.store.edits.latestOf(interaction.user.id);
    const hidden = last?.private ?? false;
    await interaction.deferReply(hidden ? { flags: MessageFlags.Ephemeral } : {});
    if (last === undefined) throw new Refusal(({ refusal }) => refusal.nothingYet);
    const { options } = interaction;
    const pack = chosenPack(last.pack, context.packs);
    const from = understandFrom(options.getString('from') ?? last.base.from, pack, speech);
    const written = options.getString('to');
    const to = written === null ? understoodBefore(last.base) : understandTo(written, pack, speech);
    const painting: Partial<EditRequest> = paintingOptions(interaction);
    const variants = options.getInteger('variants') ?? 1;
    await context.begin(interaction, {
      layout: variants > 1 ? 'variations' : 'single',
      source: await context.sourceOf(last),
      sourceName: last.sourceName,
      base: { ...last.base, ...painting, ...asked(from, to, last.base) },
      runs: seeds(painting.seed ?? freshSeed(), variants),
      note: joinNotes(from, to),
      parentId: last.id,
      pack: last.pack,
      private: hidden,
    });
  },
} satisfies SlashCommand;
