import { type APIApplicationCommandOption, ApplicationCommandOptionType } from 'discord-api-types/v10';
import { UserError } from '../../errors.ts';
import { attachmentView, keepFile, type Upload } from '../world/files.ts';
import type { World } from '../world/world.ts';

/** What a person gives for an option: a file for an attachment, an id for a user, channel or role. */
export type Value = string | number | boolean | Upload;

export type Values = Readonly<Record<string, Value>>;

/** An option in an interaction. */
export interface Given {
  readonly name: string;
  readonly type: number;
  readonly value?: string | number | boolean;
  readonly focused?: true;
  readonly options?: readonly Given[];
}

type Resolved = Record<string, Record<string, unknown>>;

const wrong = (message: string) => new UserError('bad-option', message);

type Option = APIApplicationCommandOption & {
  readonly min_value?: number;
  readonly max_value?: number;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly choices?: readonly { readonly name: string; readonly value: string | number }[];
  readonly autocomplete?: boolean;
};

function checkNumber({ name, min_value, max_value, type }: Option, value: number): void {
  const isWhole = type === ApplicationCommandOptionType.Integer;
  if (!Number.isFinite(value) || (isWhole && !Number.isInteger(value))) {
    throw wrong(`The option ${name} must be a ${isWhole ? 'whole ' : ''}number.`);
  }
  if (min_value !== undefined && value < min_value)
    throw wrong(`The option ${name} must be at least ${min_value}.`);
  if (max_value !== undefined && value > max_value)
    throw wrong(`The option ${name} must be at most ${max_value}.`);
}

function checkText({ name, min_length, max_length }: Option, value: string): void {
  if (min_length !== undefined && value.length < min_length) throw wrong(`The option ${name} is too short.`);
  if (value.length > (max_length ?? 6000)) throw wrong(`The option ${name} is too long.`);
}

/** What a client does with an option before it sends it: turns it into its type, and checks it. */
async function give(
  world: World,
  channelId: string,
  option: Option,
  value: Value,
  resolved: Resolved,
): Promise<Given> {
  const { name, type, choices } = option;
  const given = (value: string | number | boolean): Given => ({ name, type, value });
  if (type === ApplicationCommandOptionType.Attachment) {
    if (typeof value !== 'object') throw wrong(`The option ${name} must be a file.`);
    if (value.bytes.length > world.limits.attachmentSize) throw wrong('Your files are too powerful.');
    const file = await keepFile(world, channelId, value);
    resolved.attachments = {
      ...resolved.attachments,
      [file.id]: attachmentView(world, { fileId: file.id }, true),
    };
    return given(file.id);
  }
  if (typeof value === 'object') throw wrong(`The option ${name} cannot be a file.`);
  if (choices !== undefined && choices.length > 0 && !choices.some(choice => choice.value === value)) {
    throw wrong(`The option ${name} must be one of ${choices.map(choice => choice.name).join(', ')}.`);
  }
  if (type === ApplicationCommandOptionType.Integer || type === ApplicationCommandOptionType.Number) {
    checkNumber(option, Number(value));
    return given(Number(value));
  }
  if (type === ApplicationCommandOptionType.Boolean) return given(value === true || value === 'true');
  if (type === ApplicationCommandOptionType.String) checkText(option, String(value));
  if (type === ApplicationCommandOptionType.User) {
    const { user, member } = world.people.get(String(value)) ?? {};
    if (user === undefined) throw wrong(`The option ${name} must be a user.`);
    resolved.users = { ...resolved.users, [user.id]: user };
    if (member) resolved.members = { ...resolved.members, [user.id]: member };
  }
  return given(String(value));
}

/** The options of a command or sub-command as a person filled them in, and the objects they speak of. */
export async function fillIn(
  world: World,
  channelId: string,
  options: readonly APIApplicationCommandOption[],
  values: Values,
): Promise<{ options: Given[]; resolved: Resolved }> {
  const unknown = Object.keys(values).find(name => !options.some(option => option.name === name));
  if (unknown !== undefined) throw wrong(`There is no option ${unknown}.`);
  const missing = options.find(({ name, required }) => required && values[name] === undefined);
  if (missing) throw wrong(`The option ${missing.name} is required.`);
  const resolved: Resolved = {};
  const given: Given[] = [];
  for (const option of options) {
    const value = values[option.name];
    if (value !== undefined) given.push(await give(world, channelId, option as Option, value, resolved));
  }
  return { options: given, resolved };
}

/** What is typed so far, unchecked: files count for nothing. */
export const typedSoFar = (
  options: readonly APIApplicationCommandOption[],
  values: Values,
  focused: string,
): Given[] =>
  options.flatMap(({ name, type }) => {
    const value = values[name];
    if (value === undefined || typeof value === 'object') return [];
    return { name, type, value, ...(name === focused && { focused: true as const }) };
  });
