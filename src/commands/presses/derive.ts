import type { EditAction } from '../../discord/actions.ts';
import { Refusal } from '../../discord/refusal.ts';
import { withinLimits } from '../../pipeline/option-table.ts';
import type { EditOptions, EditRequest } from '../../pipeline/options.ts';
import type { StoredEdit } from '../../store/records.ts';
import { recipeOf } from '../../store/runs.ts';
import { type Ask, freshSeed, LADDER, seeds } from '../ask.ts';
import type { Context, PressAction } from '../context.ts';
import { GROW_STEP, MASK_STEP, nextGuidance } from './steps.ts';

type Change = (recipe: EditOptions) => Pick<Ask, 'layout' | 'base' | 'runs'>;

/** The same with some options changed; one picture. */
const changed =
  (change: (recipe: EditOptions) => Partial<EditRequest>): Change =>
  recipe => ({ layout: 'single', base: recipe, runs: [change(recipe)] });

const guidance = (direction: 1 | -1) =>
  changed(({ guidanceScale }) => ({ guidanceScale: nextGuidance(guidanceScale, direction) }));
const threshold = (by: number) =>
  changed(({ threshold }) => ({ threshold: withinLimits('threshold', threshold + by) }));
const grow = (by: number) => changed(({ grow }) => ({ grow: withinLimits('grow', grow + by) }));

/** Inverts the mask, or undoes that together with the options that it implied. */
const inverted: Change = recipe => {
  const { invert, mask, tighten, ...rest } = recipe;
  return { layout: 'single', base: invert ? rest : recipe, runs: [{ invert: !invert }] };
};

/** What each button under a result asks for, from the recipe of that result. */
const CHANGES = {
  again: changed(({ seed }) => ({ seed: seed + 1 })),
  less: guidance(-1),
  more: guidance(1),
  variations: recipe => ({ layout: 'variations', base: recipe, runs: seeds(freshSeed(), 4) }),
  ladder: recipe => ({
    layout: 'ladder',
    base: recipe,
    runs: LADDER.map(guidanceScale => ({ guidanceScale })),
  }),
  // A lower K lets more of the picture in.
  maskless: threshold(MASK_STEP),
  maskmore: threshold(-MASK_STEP),
  grow: grow(GROW_STEP),
  shrink: grow(-GROW_STEP),
  invert: inverted,
} satisfies Partial<Record<EditAction, Change>>;

/** Begins what a result's button asks for. Any member may press it, and is charged. */
const starts = (change: Change): PressAction => ({
  first: 'reply',
  act: async (interaction, { edit, argument }, context) => {
    const recipe = recipeOf(edit, Number(argument));
    if (recipe === undefined) throw new Refusal(({ refusal }) => refusal.gone);
    await context.begin(interaction, await derived(edit, change(recipe), context));
  },
});

/** A request derived from an edit: with its picture and its pack. */
export const derived = async (
  edit: StoredEdit,
  ask: Pick<Ask, 'layout' | 'base' | 'runs' | 'note'>,
  context: Pick<Context, 'sourceOf'>,
): Promise<Ask> => ({
  ...ask,
  source: await context.sourceOf(edit),
  sourceName: edit.sourceName,
  pack: edit.pack,
  parentId: edit.id,
});

/** "Edit the likeliest place": what was refused has no result to go on from, so the same is asked again. */
const anyway: PressAction = {
  first: 'reply',
  act: async (interaction, { edit }, context) => {
    const [run = {}] = edit.runs;
    const base = { ...edit.base, anyway: true };
    await context.begin(
      interaction,
      await derived(edit, { layout: 'single', base, runs: [run], note: edit.note }, context),
    );
  },
};

const starting = Object.fromEntries(
  Object.entries(CHANGES).map(([action, change]) => [action, starts(change)]),
) as Record<keyof typeof CHANGES, PressAction>;

export const derivingPresses = { ...starting, anyway };
