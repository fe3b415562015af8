import { type REST, Routes } from 'discord.js';
import { commandList } from '../commands/index.ts';

type Command = Record<string, unknown> & { readonly name: string; readonly type?: number };

/** What registering would change; each entry is a command as people see it. */
export interface Difference {
  readonly added: readonly string[];
  /** With the fields that differ. */
  readonly changed: readonly string[];
  readonly removed: readonly string[];
}

export interface Target {
  readonly applicationId: string;
  /** Every server when absent. */
  readonly guildId?: string | undefined;
}

const routeOf = ({ applicationId, guildId }: Target) =>
  guildId === undefined
    ? Routes.applicationCommands(applicationId)
    : Routes.applicationGuildCommands(applicationId, guildId);

const CHAT_INPUT = 1;
const keyOf = ({ name, type = CHAT_INPUT }: Command): string => (type === CHAT_INPUT ? `/${name}` : name);

/** Compares what Discord knows with what the bot brings. */
export async function difference(rest: REST, target: Target): Promise<Difference> {
  const query = new URLSearchParams({ with_localizations: 'true' });
  const registered = (await rest.get(routeOf(target), { query })) as Command[];
  return compare(registered, commandList as unknown as Command[], target);
}

/** @internal Exported for its tests. */
export function compare(
  registered: readonly Command[],
  wanted: readonly Command[],
  { guildId }: Pick<Target, 'guildId'>,
): Difference {
  const before = new Map(registered.map(command => [keyOf(command), command]));
  const after = new Map(wanted.map(command => [keyOf(command), command]));
  const changed = [...after].flatMap(([key, command]) => {
    const old = before.get(key);
    const fields = old === undefined ? [] : changedFields(old, command, guildId !== undefined);
    return fields.length === 0 ? [] : [`${key} (${fields.join(', ')})`];
  });
  return {
    added: [...after.keys()].filter(key => !before.has(key)),
    changed,
    removed: [...before.keys()].filter(key => !after.has(key)),
  };
}

/** Commands of one server cannot say where they may be used. */
const GLOBAL_ONLY = ['contexts', 'integration_types'];

function changedFields(old: Command, wanted: Command, inGuild: boolean): string[] {
  return Object.keys(wanted)
    .filter(field => !(inGuild && GLOBAL_ONLY.includes(field)))
    .filter(field => !covers(old[field], wanted[field]));
}

/** Whether Discord's copy has all that is wanted; it adds fields, and leaves out defaults. */
function covers(old: unknown, wanted: unknown): boolean {
  if (Array.isArray(wanted)) {
    const list = Array.isArray(old) ? old : [];
    return list.length === wanted.length && wanted.every((value, i) => covers(list[i], value));
  }
  if (typeof wanted === 'object' && wanted !== null) {
    const fields = (typeof old === 'object' && old !== null ? old : {}) as Record<string, unknown>;
    return Object.entries(wanted).every(([field, value]) => covers(fields[field], value));
  }
  return (old ?? false) === (wanted ?? false) || (old === undefined && wanted === CHAT_INPUT);
}

/** Replaces Discord's list by the bot's: one call that adds, changes and removes. */
export async function register(rest: REST, target: Target): Promise<void> {
  await rest.put(routeOf(target), { body: commandList });
}
