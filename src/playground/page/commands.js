/**
 * The commands that a user may run in a channel, fetched when they are first asked for.
 *
 * @import { APIApplicationCommand, APIApplicationCommandOption } from 'discord-api-types/v10'
 */
import { attempt } from './server.js';
import { state, update } from './state.js';

/** What can be run by one name: a command, or a sub-command of it. */
/** @typedef {{ name: string, description: string, options: APIApplicationCommandOption[] }} Runnable */

/** @type {Map<string, Promise<APIApplicationCommand[]>>} */
const asked = new Map();

/** @param {string} channelId @returns {Promise<APIApplicationCommand[]>} */
export async function commandsIn(channelId) {
  const known = state.commands[channelId];
  if (known) return known;
  const key = `${state.me}/${state.locale}/${channelId}`;
  const promise = asked.get(key) ?? attempt({ act: 'commands', channelId });
  asked.set(key, promise);
  const commands = (await promise) ?? [];
  asked.delete(key);
  update({ commands: { ...state.commands, [channelId]: commands } });
  return commands;
}

/**
 * In the language of the client, where the command has it. @param {{ [field: string]: any }} named @param
 * {'name' | 'description'} field
 */
export function localised(named, field) {
  const language = state.locale || state.people.get(state.me)?.locale || 'en-US';
  return String(named[`${field}_localizations`]?.[language] ?? named[field] ?? '');
}

const SLASH = 1;
const SUBCOMMAND = 1;
const GROUP = 2;

/**
 * @param {string} name
 * @param {{ description: string, options?: any[] }} holder
 * @returns {Runnable[]}
 */
function leaves(name, holder) {
  const options = holder.options ?? [];
  const inner = options.filter(({ type }) => type === SUBCOMMAND || type === GROUP);
  if (inner.length > 0) return inner.flatMap(option => leaves(`${name} ${option.name}`, option));
  return [{ name, description: localised(holder, 'description'), options }];
}

/** Every slash command and sub-command. @param {readonly APIApplicationCommand[]} commands */
export const runnables = commands =>
  commands
    .filter(({ type }) => type === SLASH)
    .flatMap(command => leaves(command.name, /** @type {any} */ (command)));
