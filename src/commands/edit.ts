import { ApplicationCommandType, type ChatInputCommandInteraction, MessageFlags } from 'discord.js';
import { describedCommand, EVERYWHERE } from '../discord/describe.ts';
import type { Speech } from '../language/speech.ts';
import { type Ask, freshSeed, seeds } from './ask.ts';
import { completeEdit } from './complete.ts';
import type { Context, SlashCommand } from './context.ts';
import { chosenPack, OPTIONS, PAINTING, paintingOptions } from './edit-options.ts';
import { asked, joinNotes, understandFrom, understandTo } from './words.ts';

/** `/edit`: the picture, what should go, what should come. */
export const edit = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'edit',
    ...describedCommand('edit'),
    ...EVERYWHERE,
    options: [
      { ...OPTIONS.image, required: true },
      { ...OPTIONS.from, required: true },
      { ...OPTIONS.to, required: true },
      ...PAINTING,
      OPTIONS.variants,
      OPTIONS.pack,
      OPTIONS.private,
    ],
  },
  autocomplete: completeEdit,
  execute: async (interaction, context, speech) => {
    const hidden = interaction.options.getBoolean('private') ?? false;
    await interaction.deferReply(hidden ? { flags: MessageFlags.Ephemeral } : {});
    const words = readWords(interaction, context, speech);
    const { url, name, size } = interaction.options.getAttachment('image', true);
    const source = await context.fetchPicture(
      { url, name, size },
      interaction.attachmentSizeLimit,
      speech.locale,
    );
    await context.begin(interaction, { ...words, source, sourceName: name, private: hidden });
    await remember(interaction, context);
  },
} satisfies SlashCommand;

/** Everything but the picture, so that an unknown word is reported before anything is downloaded. */
function readWords(
  interaction: ChatInputCommandInteraction,
  { packs }: Context,
  speech: Speech,
): Omit<Ask, 'source' | 'sourceName'> {
  const { options } = interaction;
  const name = options.getString('pack');
  const pack = chosenPack(name, packs);
  const from = understandFrom(options.getString('from', true), pack, speech);
  const to = understandTo(options.getString('to', true), pack, speech);
  const painting = paintingOptions(interaction);
  const variants = options.getInteger('variants') ?? 1;
  return {
    layout: variants > 1 ? 'variations' : 'single',
    base: { ...painting, ...asked(from, to) },
    runs: seeds(painting.seed ?? freshSeed(), variants),
    note: joinNotes(from, to),
    ...(name === null ? {} : { pack: name }),
  };
}

async function remember({ options, user }: ChatInputCommandInteraction, { store }: Context): Promise<void> {
  for (const field of ['from', 'to'] as const) {
    await store.words.remember(user.id, field, options.getString(field, true).trim());
  }
}
