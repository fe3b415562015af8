import type { EditAction } from '../../discord/actions.ts';
import { Refusal } from '../../discord/refusal.ts';
import { withinLimits } from '../../pipeline/option-table.ts';
import type { EditOptions, EditRequest } from '../../pipeline/options.ts';
import type { StoredEdit } from '../../store/records.ts';
import { freshSeed, seeds } from '../ask.ts';
import type { Context, PressAction } from '../context.ts';
import { chosenPack } from '../edit-options.ts';
import { requireOwner } from '../may.ts';
import { derived } from './derive.ts';
import { GROW_STEP, MASK_STEP } from './steps.ts';

type Outline = Pick<EditOptions, 'threshold' | 'grow'>;

/** What a mask was found with; of an edit without one, what it will be looked for with. */
function outlineOf({ result, base, pack }: StoredEdit, { packs }: Pick<Context, 'packs'>): Outline {
  const { threshold, grow } =
    result?.outcome === 'found' ? result.report.recipe : { ...chosenPack(pack, packs).outline, ...base };
  return { threshold, grow };
}

/**
 * Finds again with another outline, in the same message; it is its owner's alone, as it changes under their
 * eyes.
 */
const adjusts = (change: (now: Outline) => Partial<EditRequest>): PressAction => ({
  first: 'update',
  act: async (interaction, { edit }, context) => {
    requireOwner(interaction, edit);
    const base = { ...edit.base, ...change(outlineOf(edit, context)) };
    await context.begin(interaction, await derived(edit, { layout: 'mask', base, runs: [] }, context), {
      onto: edit,
    });
  },
});

const byThreshold = (by: number) =>
  adjusts(({ threshold }) => ({ threshold: withinLimits('threshold', threshold + by) }));
const byGrowth = (by: number) => adjusts(({ grow }) => ({ grow: withinLimits('grow', grow + by) }));

/** "Looks wrong": stops the edit and shows the mask with buttons that change it. */
const wrong: PressAction = {
  first: 'update',
  act: async (interaction, { edit }, context) => {
    requireOwner(interaction, edit);
    if (!(await context.cancel(edit, { quietly: true }))) throw new Refusal(({ refusal }) => refusal.tooLate);
    await context.begin(
      interaction,
      await derived(edit, { layout: 'mask', base: edit.base, runs: [], note: edit.note }, context),
      { onto: edit },
    );
  },
};

/** Paints with the current mask, where `to` is known. */
const paint: PressAction = {
  first: 'reply',
  act: async (interaction, { edit }, context) => {
    const { to } = edit.base;
    if (to === undefined) throw new Refusal(({ refusal }) => refusal.gone);
    const base = { ...edit.base, to, ...outlineOf(edit, context) };
    const runs = seeds(base.seed ?? freshSeed(), 1);
    await context.begin(
      interaction,
      await derived(edit, { layout: 'single', base, runs, note: edit.note }, context),
    );
  },
};

export const adjustingPresses = {
  adjustless: byThreshold(MASK_STEP),
  adjustmore: byThreshold(-MASK_STEP),
  adjustgrow: byGrowth(GROW_STEP),
  adjustshrink: byGrowth(-GROW_STEP),
  wrong,
  paint,
} satisfies Partial<Record<EditAction, PressAction>>;
