import { ApplicationCommandType } from 'discord.js';
import { describedCommand, EVERYWHERE } from '../discord/describe.ts';
import { completeEdit } from './complete.ts';
import type { SlashCommand } from './context.ts';
import { chosenPack, OPTIONS } from './edit-options.ts';
import { asked, joinNotes, understandFrom } from './words.ts';

/** `/mask`: finding alone, with buttons that go on to painting. */
export const mask = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'mask',
    ...describedCommand('mask'),
    ...EVERYWHERE,
    options: [
      { ...OPTIONS.image, required: true },
      { ...OPTIONS.from, required: true },
      OPTIONS.threshold,
      OPTIONS.pack,
    ],
  },
  autocomplete: completeEdit,
  execute: async (interaction, context, speech) => {
    await interaction.deferReply();
    const { options } = interaction;
    const name = options.getString('pack');
    const from = understandFrom(options.getString('from', true), chosenPack(name, context.packs), speech);
    const threshold = options.getInteger('threshold');
    const image = options.getAttachment('image', true);
    const source = await context.fetchPicture(image, interaction.attachmentSizeLimit, speech.locale);
    await context.begin(interaction, {
      layout: 'mask',
      source,
      sourceName: image.name,
      base: { ...asked(from), ...(threshold === null ? {} : { threshold }) },
      runs: [],
      note: joinNotes(from),
      ...(name === null ? {} : { pack: name }),
    });
  },
} satisfies SlashCommand;
