import type { FormName } from '../../discord/actions.ts';
import { Refusal } from '../../discord/refusal.ts';
import type { Speech } from '../../language/speech.ts';
import type { EditRequest } from '../../pipeline/options.ts';
import type { StoredEdit } from '../../store/records.ts';
import { recipeOf } from '../../store/runs.ts';
import { type Ask, freshSeed, seeds } from '../ask.ts';
import type { Context, FormAction } from '../context.ts';
import { chosenPack } from '../edit-options.ts';
import { derived } from '../presses/derive.ts';
import { asked, joinNotes, understandFrom, understandTo } from '../words.ts';
import { writtenIn } from './form.ts';

async function editFor(id: string, { store }: Context): Promise<StoredEdit> {
  const edit = await store.edits.get(id);
  if (edit === undefined) throw new Refusal(({ refusal }) => refusal.gone);
  return edit;
}

/** The words of a form in the words of the edit's pack. */
function understood(
  written: { from: string; to: string },
  edit: Pick<StoredEdit, 'pack'>,
  context: Context,
  speech: Speech,
  before?: Pick<EditRequest, 'from' | 'instance'>,
) {
  const pack = chosenPack(edit.pack, context.packs);
  const from = understandFrom(written.from, pack, speech);
  const to = understandTo(written.to, pack, speech);
  return { words: asked(from, to, before), note: joinNotes(from, to) };
}

/** Other words for the same picture. */
const words: FormAction = async (interaction, { subject, argument }, context, speech) => {
  await interaction.deferReply();
  const edit = await editFor(subject, context);
  const { from = edit.base.from, to } = writtenIn(interaction);
  const before = recipeOf(edit, Number(argument)) ?? edit.base;
  const { words, note } = understood({ from, to }, edit, context, speech, before);
  const base = { ...before, ...words };
  const ask: Ask = await derived(
    edit,
    { layout: 'single', base, runs: seeds(base.seed ?? freshSeed(), 1), note },
    context,
  );
  await context.begin(interaction, ask);
};

/** A result as the picture of a new edit, which keeps nothing of the old one's options. */
const source: FormAction = async (interaction, { subject, argument }, context, speech) => {
  await interaction.deferReply();
  const edit = await editFor(subject, context);
  const { from = '', to } = writtenIn(interaction);
  const { words, note } = understood({ from, to }, edit, context, speech);
  const picture = await context.pictureOf(edit, Number(argument));
  if (picture === undefined) throw new Refusal(({ refusal }) => refusal.gone);
  await context.begin(interaction, {
    layout: 'single',
    source: await context.queue.artifacts.put(picture),
    sourceName: 'source.png',
    base: words,
    runs: seeds(freshSeed(), 1),
    note,
    pack: edit.pack,
    parentId: edit.id,
  });
};

/** What to paint where a mask was found. */
const paint: FormAction = async (interaction, { subject }, context, speech) => {
  await interaction.deferReply();
  const edit = await editFor(subject, context);
  const pack = chosenPack(edit.pack, context.packs);
  const to = understandTo(writtenIn(interaction).to, pack, speech);
  const found = edit.result?.outcome === 'found' ? edit.result.report.recipe : edit.base;
  const base = { ...found, to: to.word, colour: to.colour };
  await context.begin(
    interaction,
    await derived(
      edit,
      { layout: 'single', base, runs: seeds(freshSeed(), 1), note: joinNotes(to) },
      context,
    ),
  );
};

/** The form of "Edit this image…". */
const draft: FormAction = async (interaction, { subject }, context, speech) => {
  await interaction.deferReply();
  const pictures = await context.store.drafts.get(subject, interaction.user.id);
  if (pictures === undefined) throw new Refusal(({ refusal }) => refusal.gone);
  const { fields } = interaction;
  const [which] = fields.fields.has('which') ? fields.getStringSelectValues('which') : ['0'];
  const picture = pictures[Number(which)];
  if (picture === undefined) throw new Refusal(({ refusal }) => refusal.gone);
  const { from = '', to } = writtenIn(interaction);
  const { words, note } = understood({ from, to }, { pack: undefined }, context, speech);
  await context.begin(interaction, {
    layout: 'single',
    source: await context.fetchPicture(picture, interaction.attachmentSizeLimit, speech.locale),
    sourceName: picture.name,
    base: words,
    runs: seeds(freshSeed(), 1),
    note,
  });
};

export const forms = { words, source, paint, draft } satisfies Record<FormName, FormAction>;
