import { ApplicationIntegrationType, InteractionContextType } from 'discord.js';
import { localizations, TEXTS, type Texts } from '../language/texts/index.ts';

type CommandName = keyof Texts['commands'];
export type OptionName = keyof Texts['options'];

/** A command's description in every language. */
export const describedCommand = (name: CommandName) => ({
  description: TEXTS.en.commands[name],
  description_localizations: localizations(texts => texts.commands[name]),
});

/** An option's description in every language. */
export const describedOption = (name: OptionName) => ({
  description: TEXTS.en.options[name],
  description_localizations: localizations(texts => texts.options[name]),
});

/** Servers, and direct messages with the bot: where it can post by itself. */
export const EVERYWHERE = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild, InteractionContextType.BotDM],
};

export const SERVERS = {
  integration_types: [ApplicationIntegrationType.GuildInstall],
  contexts: [InteractionContextType.Guild],
};
