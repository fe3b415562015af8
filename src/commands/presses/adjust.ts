import type { EditRequest } from '../../pipeline/options.ts';
import type { StoredEdit } from '../../store/records.ts';
import { freshSeed, seeds } from '../ask.ts';
import type { PressAction } from '../context.ts';
import { requireOwner } from '../may.ts';
import { Refusal } from '../refusal.ts';
import { derived } from './derive.ts';
import { clamp, GROW_STEP, MASK_STEP } from './steps.ts';

/** The threshold and the growth that a mask was found with. */
function foundWith({ result, base }: StoredEdit): { threshold: number; grow: number } {
  const { threshold = 150, grow = 0 } = result?.outcome === 'found' ? result.report.recipe : base;
  return { threshold, grow };
}

/** Looks again with another outline, in the same message; it is its owner's alone, as it changes under their eyes. */
const adjusts = (
  change: (now: { threshold: number; grow: number }) => Partial<EditRequest>,
): PressAction => ({
  first: 'update',
  act: async (interaction, { edit }, context) => {
    requireOwner(interaction, edit);
    const base = { ...edit.base, ...change(foundWith(edit)) };
    await context.begin(interaction, await derived(edit, { layout: 'mask', base, runs: [] }, context), {
      onto: edit,
    });
  },
});

const byThreshold = (by: number) =>
  adjusts(({ threshold }) => ({ threshold: clamp(threshold + by, 1, 254) }));
const byGrowth = (by: number) => adjusts(({ grow }) => ({ grow: clamp(grow + by, -32, 32) }));

/** "Looks wrong": stops the painting that is going on and shows the mask with what changes it. */
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

/** Paints with the mask as it now is, where it is already known what. */
const paint: PressAction = {
  first: 'reply',
  act: async (interaction, { edit }, context) => {
    const { to } = edit.base;
    if (to === undefined) throw new Refusal(({ refusal }) => refusal.gone);
    const base = { ...edit.base, to, ...foundWith(edit) };
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
} satisfies Record<string, PressAction>;
