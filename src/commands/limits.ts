import {
  ApplicationCommandOptionType,
  ApplicationCommandType,
  type ChatInputCommandInteraction,
  MessageFlags,
  PermissionFlagsBits,
} from 'discord.js';
import { describedCommand, describedOption, SERVERS } from '../discord/describe.ts';
import { answer } from '../discord/message.ts';
import { Refusal } from '../discord/refusal.ts';
import type { Speech } from '../language/speech.ts';
import { type GuildSettings, LIMITS, limitNames } from '../store/settings.ts';
import type { Context, SlashCommand } from './context.ts';

/**
 * `/limits show` and `/limits set`, for those who manage the server. Discord itself keeps others out, and
 * lets a server's owner choose who else may.
 */
export const limits = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'limits',
    ...describedCommand('limits'),
    ...SERVERS,
    default_member_permissions: PermissionFlagsBits.ManageGuild.toString(),
    options: [
      { type: ApplicationCommandOptionType.Subcommand, name: 'show', ...describedCommand('limitsShow') },
      {
        type: ApplicationCommandOptionType.Subcommand,
        name: 'set',
        ...describedCommand('limitsSet'),
        options: limitNames.map(name => ({
          type: ApplicationCommandOptionType.Integer as const,
          name: LIMITS[name].option,
          ...describedOption(LIMITS[name].text),
          min_value: LIMITS[name].min,
          max_value: LIMITS[name].max,
        })),
      },
    ],
  },
  execute: async (interaction, { store }, speech) => {
    const { guildId } = interaction;
    if (guildId === null) throw new Error('/limits came from outside a server.');
    await interaction.deferReply({ flags: MessageFlags.Ephemeral });
    const settings =
      interaction.options.getSubcommand() === 'set'
        ? await change(interaction, guildId, store)
        : await store.settings.get(guildId);
    const { ceilings } = store.settings;
    const isHeld = asksBeyond(interaction, ceilings);
    const ceiling = speech.texts.limits.ceiling(ceilings.picturesPerHour, ceilings.atOnce);
    await answer(interaction, {
      content: [shown(settings, speech), ...(isHeld ? [ceiling] : [])].join('\n'),
    });
  },
} satisfies SlashCommand;

/** Whether a change goes beyond what the operator allows. */
const asksBeyond = ({ options }: ChatInputCommandInteraction, ceilings: GuildSettings): boolean =>
  limitNames.some(name => (options.getInteger(LIMITS[name].option) ?? 0) > ceilings[name]);

function change(
  { options }: ChatInputCommandInteraction,
  guildId: string,
  store: Context['store'],
): Promise<GuildSettings> {
  const given = limitNames.flatMap(name => {
    const value = options.getInteger(LIMITS[name].option);
    return value === null ? [] : [[name, value] as const];
  });
  if (given.length === 0) throw new Refusal(({ limits }) => limits.nothing);
  return store.settings.set(guildId, Object.fromEntries(given));
}

const shown = ({ picturesPerHour, atOnce }: GuildSettings, { texts }: Speech): string =>
  picturesPerHour === 0 ? texts.refusal.closed : texts.limits.shown(picturesPerHour, atOnce);
