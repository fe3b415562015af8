import { setTimeout as delay } from 'node:timers/promises';
import type { AutocompleteInteraction } from 'discord.js';
import { cut } from '../language/plain.ts';
import type { Speech } from '../language/speech.ts';
import { suggest } from '../language/words/autocomplete.ts';
import { nameOf } from '../language/words/lookup.ts';
import type { Context } from './context.ts';

/** A member who types sees suggestions without words of his own sooner than late ones with them. */
const RECENT_MS = 80;

/** Suggestions for `from`, `to` and `pack`, from what the pack knows and what the member used before. */
export async function completeEdit(
  interaction: AutocompleteInteraction,
  { packs, store }: Context,
  { locale }: Speech,
): Promise<void> {
  const { name, value } = interaction.options.getFocused(true);
  if (name === 'pack') {
    const matching = packs.all.filter(pack => pack.name.includes(value.toLowerCase()));
    await interaction.respond(
      matching
        .slice(0, 25)
        .map(pack => ({ name: cut(`${pack.name}: ${pack.title}`, 100), value: pack.name })),
    );
    return;
  }
  const field = name === 'to' ? 'to' : 'from';
  const chosen = interaction.options.getString('pack');
  const pack = packs.all.find(known => known.name === chosen) ?? packs.defaultPack;
  const objects = field === 'from' ? pack.finds : [...pack.paints, ...pack.removes];
  const recent = await Promise.race([store.words.recent(interaction.user.id, field), delay(RECENT_MS, [])]);
  await interaction.respond(suggest(value, { objects, recent: known(recent, objects), locale }));

  /** Words of another pack or field are no help here. */
  function known(words: readonly string[], among: readonly string[]): string[] {
    return pack.closed ? words.filter(word => suggestsKnown(word, among)) : [...words];
  }
  function suggestsKnown(word: string, among: readonly string[]): boolean {
    return among.some(
      object => nameOf(object, locale).toLowerCase() === word.toLowerCase() || object === word,
    );
  }
}
