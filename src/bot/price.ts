import type { Ask } from '../commands/ask.ts';
import type { Packs } from '../commands/packs-on-disk.ts';

/** Finding alone, in pictures. */
const FINDING = 0.25;
/** A picture of so many steps costs no more than any other, even where the pack's own number is smaller. */
const INCLUDED_STEPS = 8;

/**
 * What a request costs, in pictures: one for each that is painted, more in proportion for more steps than the
 * pack's default; finding alone costs a fraction of one.
 */
export function priceOf({ layout, base, runs, pack }: Ask, packs: Packs): number {
  if (layout === 'mask') return FINDING;
  const { steps: defaultSteps } = packs.all.find(({ name }) => name === pack) ?? packs.defaultPack;
  const included = Math.max(defaultSteps, INCLUDED_STEPS);
  const prices = runs.map(run => Math.max(1, (run.steps ?? base.steps ?? defaultSteps) / included));
  return prices.reduce((sum, price) => sum + price, 0);
}
