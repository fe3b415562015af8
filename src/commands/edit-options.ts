import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { describedOption, type OptionName } from '../discord/describe.ts';
import { Refusal } from '../discord/refusal.ts';
import { TEXTS } from '../language/texts/index.ts';
import { type DiscordKey, discordKeys, type OptionRow, OPTIONS as ROWS } from '../pipeline/option-table.ts';
import type { EditRequest } from '../pipeline/options.ts';
import type { PackInfo, Packs } from './packs-on-disk.ts';

/**
 * An option that the table of an edit's options has: a number, or words that are completed while a member
 * types.
 */
function optionOf(key: DiscordKey): APIApplicationCommandBasicOption {
  const { name, ...limits }: { name: OptionName; max?: number } = ROWS[key].discord;
  const { min, max, whole }: OptionRow = ROWS[key];
  const common = { name, ...describedOption(name) };
  if (min === undefined || max === undefined) {
    const words = { type: ApplicationCommandOptionType.String as const, autocomplete: true as const };
    return { ...words, ...common, ...(limits.max === undefined ? {} : { max_length: limits.max }) };
  }
  const range = { ...common, min_value: min, max_value: limits.max ?? max };
  return whole
    ? { type: ApplicationCommandOptionType.Integer, ...range }
    : { type: ApplicationCommandOptionType.Number, ...range };
}

export const OPTIONS = {
  image: { type: ApplicationCommandOptionType.Attachment, name: 'image', ...describedOption('image') },
  from: optionOf('from'),
  to: optionOf('to'),
  threshold: optionOf('threshold'),
  variants: {
    type: ApplicationCommandOptionType.Integer,
    name: 'variants',
    ...describedOption('variants'),
    min_value: 1,
    max_value: 4,
  },
  pack: {
    type: ApplicationCommandOptionType.String,
    name: 'pack',
    ...describedOption('pack'),
    autocomplete: true,
  },
  private: { type: ApplicationCommandOptionType.Boolean, name: 'private', ...describedOption('private') },
} as const satisfies Record<string, APIApplicationCommandBasicOption>;

/** In the order of the texts. */
const ORDER = Object.keys(TEXTS.en.options);
const paintingKeys = discordKeys
  .filter(key => key !== 'from' && key !== 'to')
  .toSorted((a, b) => ORDER.indexOf(ROWS[a].discord.name) - ORDER.indexOf(ROWS[b].discord.name));

/** The options of `/edit` that go to the pack as they are. */
export const PAINTING = paintingKeys.map(optionOf);

/** What of those a member set. */
export function paintingOptions({ options }: ChatInputCommandInteraction): Partial<EditRequest> {
  const given = paintingKeys.map(key => [key, options.get(ROWS[key].discord.name)?.value] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}

/** The pack that a member named, or the default one. Throws `Refusal` naming the packs there are. */
export function chosenPack(name: string | null | undefined, packs: Packs): PackInfo {
  if (name === null || name === undefined) return packs.defaultPack;
  const pack = packs.all.find(known => known.name === name);
  if (pack !== undefined) return pack;
  const names = packs.all.map(known => known.name).join(', ');
  throw new Refusal(({ refusal }) => refusal.unknownPack(names));
}
