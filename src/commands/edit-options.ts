import {
  type APIApplicationCommandBasicOption,
  ApplicationCommandOptionType,
  type ChatInputCommandInteraction,
} from 'discord.js';
import { localizations, TEXTS, type Texts } from '../language/texts/index.ts';
import type { EditRequest } from '../pipeline/options.ts';
import type { PackInfo, Packs } from './packs-on-disk.ts';
import { Refusal } from './refusal.ts';

type OptionName = keyof Texts['options'];

/** An option's description in every language. */
const described = (name: OptionName) => ({
  description: TEXTS.en.options[name],
  description_localizations: localizations(texts => texts.options[name]),
});

export const OPTIONS = {
  image: { type: ApplicationCommandOptionType.Attachment, name: 'image', ...described('image') },
  from: {
    type: ApplicationCommandOptionType.String,
    name: 'from',
    ...described('from'),
    max_length: 100,
    autocomplete: true,
  },
  to: {
    type: ApplicationCommandOptionType.String,
    name: 'to',
    ...described('to'),
    max_length: 100,
    autocomplete: true,
  },
  guidance: {
    type: ApplicationCommandOptionType.Number,
    name: 'guidance',
    ...described('guidance'),
    min_value: 0,
    max_value: 30,
  },
  threshold: {
    type: ApplicationCommandOptionType.Integer,
    name: 'threshold',
    ...described('threshold'),
    min_value: 1,
    max_value: 254,
  },
  steps: {
    type: ApplicationCommandOptionType.Integer,
    name: 'steps',
    ...described('steps'),
    min_value: 1,
    max_value: 100,
  },
  seed: {
    type: ApplicationCommandOptionType.Integer,
    name: 'seed',
    ...described('seed'),
    min_value: 0,
    max_value: 0xffff_ffff,
  },
  variants: {
    type: ApplicationCommandOptionType.Integer,
    name: 'variants',
    ...described('variants'),
    min_value: 1,
    max_value: 4,
  },
  pack: {
    type: ApplicationCommandOptionType.String,
    name: 'pack',
    ...described('pack'),
    autocomplete: true,
  },
  private: { type: ApplicationCommandOptionType.Boolean, name: 'private', ...described('private') },
} as const satisfies Record<string, APIApplicationCommandBasicOption>;

/** The options of `/edit` that go to the pack as they are. */
export const PAINTING = [OPTIONS.guidance, OPTIONS.threshold, OPTIONS.steps, OPTIONS.seed] as const;

/** What of those a member set. */
export function paintingOptions({ options }: ChatInputCommandInteraction): Partial<EditRequest> {
  const given = {
    guidanceScale: options.getNumber('guidance'),
    threshold: options.getInteger('threshold'),
    steps: options.getInteger('steps'),
    seed: options.getInteger('seed'),
  };
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== null));
}

/** The pack that a member named, or the usual one. Throws `Refusal` naming the packs there are. */
export function chosenPack(name: string | null | undefined, packs: Packs): PackInfo {
  if (name === null || name === undefined) return packs.usual;
  const pack = packs.all.find(known => known.name === name);
  if (pack !== undefined) return pack;
  const names = packs.all.map(known => known.name).join(', ');
  throw new Refusal(({ refusal }) => refusal.unknownPack(names));
}
