import { withinLimits } from '../../pipeline/option-table.ts';

/** Change of `K`, of 0 to 255, by one press. */
export const MASK_STEP = 20;
/** Pixels of the pack's window. */
export const GROW_STEP = 3;

/**
 * The guidance scale one press further up (1) or down (−1). Below 1, where the unconditional prediction
 * dominates, a press is a quarter: a whole one, from the default 1 of many packs, would drop the words.
 */
export function nextGuidance(scale: number, direction: 1 | -1): number {
  const isBelow = direction === 1 ? scale < 1 : scale <= 1;
  const next = scale + direction * (isBelow ? 0.25 : 1);
  // Neither kind of step passes 1.
  return withinLimits('guidanceScale', isBelow ? Math.min(1, next) : Math.max(1, next));
}
