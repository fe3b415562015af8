/**
 * What an option may be: its fixed choices, or what the bot suggests while it is typed.
 *
 * @import { APIApplicationCommandOption } from 'discord-api-types/v10'
 */
import { localised } from './commands.js';
import { draftOf } from './draft.js';
import { act } from './server.js';
import { state, update } from './state.js';

/** @typedef {{ name: string, value: string | number | boolean }} Suggestion */

/**
 * The open list. @type {{ channelId: string, option: string, all: readonly Suggestion[], active: number }}
 */
export let suggested = { channelId: '', option: '', all: [], active: -1 };

/** @param {Partial<typeof suggested>} change */
function show(change) {
  suggested = { ...suggested, ...change };
  update();
}

export const hideSuggestions = () => show({ option: '', all: [], active: -1 });

/** @param {number} by */
export function moveSuggestion(by) {
  const { all, active } = suggested;
  if (all.length > 0) show({ active: (active + by + all.length) % all.length });
}

const BOOLEAN = 5;
const USER = 6;

/**
 * Choices that need no asking; nothing where the bot is to be asked, or anything goes. @param {any} option
 * @returns {Suggestion[] | undefined}
 */
function fixed({ type, choices, autocomplete }) {
  if (choices?.length)
    return choices.map((/** @type {any} */ one) => ({ name: localised(one, 'name'), value: one.value }));
  if (type === BOOLEAN) return [true, false].map(value => ({ name: value ? 'True' : 'False', value }));
  if (type === USER) return [...state.people.values()].map(({ id, name }) => ({ name, value: id }));
  return autocomplete ? undefined : [];
}

/** Typing goes on for so long before the bot is asked. */
const PAUSE_MS = 120;

let turn = 0;

/**
 * Values of a draft that can be sent: files count as numbers of `files[n]`. @param {ReturnType<typeof
 * draftOf>['values']} values
 */
export function sendable(values) {
  /** @type {File[]} */
  const files = [];
  const given = Object.entries(values).map(([name, { value }]) => {
    if (!(value instanceof File)) return [name, value];
    files.push(value);
    return [name, { file: files.length - 1 }];
  });
  return { values: Object.fromEntries(given), files };
}

/**
 * Opens the list for an option. @param {string} channelId @param {APIApplicationCommandOption} option @param
 * {boolean} [isTyped]
 */
export async function suggest(channelId, option, isTyped = false) {
  const mine = ++turn;
  const { command, values } = draftOf(channelId);
  const typed = isTyped ? String(values[option.name]?.value ?? '').toLowerCase() : '';
  const known = fixed(option);
  if (known) {
    const all = known.filter(({ name }) => name.toLowerCase().includes(typed));
    return show({ channelId, option: option.name, all, active: all.length > 0 && isTyped ? 0 : -1 });
  }
  show({
    channelId,
    option: option.name,
    all: suggested.option === option.name ? suggested.all : [],
    active: -1,
  });
  await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  if (mine !== turn || !command) return;
  const texts = Object.fromEntries(
    Object.entries(values).filter(([, { value }]) => !(value instanceof File)),
  );
  const asked = { act: 'autocomplete', channelId, name: command.name, focused: option.name };
  const all = await act({ ...asked, values: sendable(texts).values }).catch(() => []);
  if (mine !== turn) return;
  show({
    all: all.map((/** @type {any} */ one) => ({ name: localised(one, 'name'), value: one.value })),
    active: -1,
  });
}
