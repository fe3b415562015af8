import {
  type APIApplicationCommand,
  type APIApplicationCommandOption,
  ApplicationCommandOptionType,
  ApplicationCommandType,
  ChannelType,
  InteractionContextType,
  InteractionType,
} from 'discord-api-types/v10';
import { UserError } from '../../errors.ts';
import { messageView } from '../messages/view.ts';
import { channelFor } from '../rest/access.ts';
import { commandsOf } from '../rest/applications.ts';
import { permissionsIn } from '../world/permissions.ts';
import { type Choice, type Interaction, messagesIn, type World } from '../world/world.ts';
import { answerTo, interact, type Who } from './interact.ts';
import { fillIn, type Given, typedSoFar, type Values } from './options.ts';

/** Commands that a user may run in a channel: those of the guild win over those registered everywhere. */
export function commandsFor(world: World, { userId, channelId }: Who): APIApplicationCommand[] {
  const channel = channelFor(world, channelId, userId);
  const isDirect = channel.type === ChannelType.DM;
  const context = isDirect ? InteractionContextType.BotDM : InteractionContextType.Guild;
  const rights = permissionsIn(world, userId, channel);
  const ofGuild = isDirect ? [] : commandsOf(world, world.guild.id);
  const elsewhere = commandsOf(world).filter(
    ({ name, type }) => !ofGuild.some(command => command.name === name && command.type === type),
  );
  return [...ofGuild, ...elsewhere].filter(({ contexts, default_member_permissions: needed }) => {
    const fits = contexts == null || contexts.includes(context);
    return fits && (isDirect || needed == null || (rights & BigInt(needed)) === BigInt(needed));
  });
}

function findCommand(
  world: World,
  who: Who,
  name: string,
  type: ApplicationCommandType,
): APIApplicationCommand {
  const command = commandsFor(world, who).find(command => command.name === name && command.type === type);
  if (command === undefined) throw new UserError('bad-option', `There is no command ${name} for you here.`);
  return command;
}

type Options = readonly APIApplicationCommandOption[];

/** Finds a sub-command by its path, and wraps what is given for it. */
function descend(
  options: Options,
  path: readonly string[],
): { options: Options; wrap(given: Given[]): Given[] } {
  const [name, ...rest] = path;
  if (name === undefined) {
    const isLeaf = !options.some(({ type }) => type <= ApplicationCommandOptionType.SubcommandGroup);
    if (!isLeaf) throw new UserError('bad-option', 'This command needs a sub-command.');
    return { options, wrap: given => given };
  }
  const found = options.find(option => option.name === name);
  if (found === undefined || found.type > ApplicationCommandOptionType.SubcommandGroup) {
    throw new UserError('bad-option', `There is no sub-command ${name}.`);
  }
  const inner = descend(('options' in found ? found.options : undefined) ?? [], rest);
  return {
    options: inner.options,
    wrap: given => [{ name, type: found.type, options: inner.wrap(given) }],
  };
}

const head = ({ id, name, type, guild_id }: APIApplicationCommand) => ({
  id,
  name,
  type,
  ...(guild_id !== undefined && { guild_id }),
});

/** Runs a slash command; `name` may have a sub-command after a space: `limits show`. */
export async function runCommand(
  world: World,
  who: Who,
  name: string,
  values: Values = {},
): Promise<Interaction> {
  const [root, ...path] = name.split(' ');
  const command = findCommand(world, who, root, ApplicationCommandType.ChatInput);
  const { options, wrap } = descend(command.options ?? [], path);
  const filled = await fillIn(world, who.channelId, options, values);
  return interact(world, who, {
    type: InteractionType.ApplicationCommand,
    data: {
      ...head(command),
      options: wrap(filled.options),
      ...(Object.keys(filled.resolved).length > 0 && { resolved: filled.resolved }),
    },
  });
}

/** What the bot suggests for an option that is being typed. */
export async function autocomplete(
  world: World,
  who: Who,
  name: string,
  focused: string,
  values: Values,
): Promise<readonly Choice[]> {
  const [root, ...path] = name.split(' ');
  const command = findCommand(world, who, root, ApplicationCommandType.ChatInput);
  const { options, wrap } = descend(command.options ?? [], path);
  const interaction = interact(world, who, {
    type: InteractionType.ApplicationCommandAutocomplete,
    data: { ...head(command), options: wrap(typedSoFar(options, { [focused]: '', ...values }, focused)) },
  });
  const answer = await answerTo(world, interaction);
  if (answer.kind !== 'choices') throw new Error(`An autocomplete was answered by a ${answer.kind}`);
  return answer.choices;
}

/** Runs a command of a message's context menu. */
export function runOnMessage(world: World, who: Who, name: string, messageId: string): Interaction {
  const command = findCommand(world, who, name, ApplicationCommandType.Message);
  const target = messagesIn(world, who.channelId, who.userId).find(({ message }) => message.id === messageId);
  if (target === undefined) throw new UserError('bad-option', 'There is no such message here.');
  return interact(world, who, {
    type: InteractionType.ApplicationCommand,
    data: {
      ...head(command),
      target_id: messageId,
      resolved: { messages: { [messageId]: messageView(world, target) } },
    },
  });
}
