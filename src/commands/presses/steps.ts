/** How far one press goes. */
export const GUIDANCE_STEP = 1;
/** Of `K`, out of 255. */
export const MASK_STEP = 20;
/** Pixels of the pack's window. */
export const GROW_STEP = 3;

export const clamp = (value: number, low: number, high: number): number =>
  Math.min(high, Math.max(low, value));
