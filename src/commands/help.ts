import { ApplicationCommandType } from 'discord.js';
import { describedCommand, EVERYWHERE } from '../discord/describe.ts';
import { answer } from '../discord/message.ts';
import type { SlashCommand } from './context.ts';

/** `/help`: how it works, in a few lines. */
export const help = {
  data: { type: ApplicationCommandType.ChatInput, name: 'help', ...describedCommand('help'), ...EVERYWHERE },
  execute: async (interaction, _context, { texts }) => {
    await answer(interaction, { content: texts.help });
  },
} satisfies SlashCommand;
