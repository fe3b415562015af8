import { ApplicationCommandType } from 'discord.js';
import type { SlashCommand } from './context.ts';
import { described, EVERYWHERE } from './describe.ts';
import { answer } from './message.ts';

/** `/help`: how it works, in a few lines. */
export const help = {
  data: { type: ApplicationCommandType.ChatInput, name: 'help', ...described('help'), ...EVERYWHERE },
  execute: async (interaction, _context, { texts }) => {
    await answer(interaction, { content: texts.help });
  },
} satisfies SlashCommand;
