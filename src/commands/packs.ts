import { ApplicationCommandType } from 'discord.js';
import { describedCommand, EVERYWHERE } from '../discord/describe.ts';
import { answer } from '../discord/message.ts';
import { list } from '../language/format.ts';
import type { Speech } from '../language/speech.ts';
import { nameOf } from '../language/words/lookup.ts';
import type { SlashCommand } from './context.ts';
import type { PackInfo } from './packs-on-disk.ts';

/** Words shown of each pack. */
const EXAMPLES = 12;

/** `/packs`: what can be found and painted. */
export const packs = {
  data: {
    type: ApplicationCommandType.ChatInput,
    name: 'packs',
    ...describedCommand('packs'),
    ...EVERYWHERE,
  },
  execute: async (interaction, context, speech) => {
    const { all, defaultPack } = context.packs;
    const shown = all.some(pack => pack.name === defaultPack.name) ? all : [defaultPack, ...all];
    const content = shown
      .map(pack => describePack(pack, pack.name === defaultPack.name, speech))
      .join('\n\n');
    await answer(interaction, { content });
  },
} satisfies SlashCommand;

function describePack(pack: PackInfo, isDefault: boolean, { locale, texts }: Speech): string {
  const knows = pack.closed ? texts.packs.closed(pack.finds.length, pack.paints.length) : texts.packs.open;
  const stride = Math.max(1, Math.floor(pack.paints.length / EXAMPLES));
  const examples = pack.paints
    .filter((_, i) => i % stride === 0)
    .slice(0, EXAMPLES)
    .map(object => nameOf(object, locale));
  return [
    `**${pack.name}** ${pack.version}, ${pack.title}: ${knows}${isDefault ? ` (${texts.packs.byDefault})` : ''}`,
    `-# ${texts.packs.some(list(examples, locale))}`,
  ].join('\n');
}
