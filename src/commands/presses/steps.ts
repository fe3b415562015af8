import { withinLimits } from '../../pipeline/option-table.ts';

/** How far one press goes: of `K`, out of 255. */
export const MASK_STEP = 20;
/** Pixels of the pack's window. */
export const GROW_STEP = 3;

/**
 * The guidance scale one press further up (1) or down (−1). Below 1, where what would be painted without
 * words shines through, a press is a quarter: a whole one from 1, many a pack's own, would leave the words
 * out.
 */
export function nextGuidance(scale: number, direction: 1 | -1): number {
  const isBelow = direction === 1 ? scale < 1 : scale <= 1;
  const next = scale + direction * (isBelow ? 0.25 : 1);
  // Neither kind of step passes 1.
  return withinLimits('guidanceScale', isBelow ? Math.min(1, next) : Math.max(1, next));
}
