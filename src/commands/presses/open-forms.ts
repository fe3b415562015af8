import type { EditAction } from '../../discord/actions.ts';
import { writeId } from '../../discord/custom-id.ts';
import type { Speech } from '../../language/speech.ts';
import { paintedName } from '../../language/titles.ts';
import { nameOf } from '../../language/words/lookup.ts';
import type { StoredEdit } from '../../store/records.ts';
import { recipeOf } from '../../store/runs.ts';
import type { PressAction } from '../context.ts';
import { form, wordsField } from '../forms/form.ts';

/** The words of a run, or of the request where nothing came of it, in the member's language. */
function wordsOf(edit: StoredEdit, argument: string, { locale }: Speech) {
  const { from, to, colour } = recipeOf(edit, Number(argument)) ?? edit.base;
  return { from: nameOf(from, locale), to: to === undefined ? undefined : paintedName(to, colour, locale) };
}

/** "Edit the words…": the same picture, other words. */
const words: PressAction = {
  first: 'form',
  act: async (interaction, { edit, argument }, { store }, speech) => {
    const { from, to } = wordsOf(edit, argument, speech);
    await interaction.showModal(
      form(writeId(store.secret, 'words', edit.id, argument), speech.texts.buttons.words, [
        wordsField('from', speech, from),
        wordsField('to', speech, to),
      ]),
    );
  },
};

/** "Use as new source…": the result becomes the picture. */
const source: PressAction = {
  first: 'form',
  act: async (interaction, { edit, argument }, { store }, speech) => {
    await interaction.showModal(
      form(writeId(store.secret, 'source', edit.id, argument), speech.texts.buttons.source, [
        wordsField('from', speech),
        wordsField('to', speech),
      ]),
    );
  },
};

/** "Paint…" under a mask without `to`. */
const paintwords: PressAction = {
  first: 'form',
  act: async (interaction, { edit }, { store }, speech) => {
    await interaction.showModal(
      form(writeId(store.secret, 'paint', edit.id), speech.texts.buttons.paintWords, [
        wordsField('to', speech),
      ]),
    );
  },
};

/** A word that the picture seems to hold, chosen in the menu of an object that was not found. */
const seen: PressAction = {
  first: 'form',
  act: async (interaction, { edit, argument }, { store }, speech) => {
    const { to } = wordsOf(edit, '0', speech);
    await interaction.showModal(
      form(writeId(store.secret, 'words', edit.id, '0'), speech.texts.buttons.words, [
        wordsField('from', speech, nameOf(argument, speech.locale)),
        wordsField('to', speech, to),
      ]),
    );
  },
};

export const formOpeningPresses = { words, source, paintwords, seen } satisfies Partial<
  Record<EditAction, PressAction>
>;
