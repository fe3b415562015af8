/** A rectangle, in pixels from the top left. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The smallest box around all values of at least `threshold`, or undefined when there are none. */
export function inkBox(values: Uint8Array, width: number, threshold = 128): Box | undefined {
  let [left, top, right, bottom] = [width, -1, -1, -1];
  for (let i = 0; i < values.length; i++) {
    if (values[i]! < threshold) continue;
    const x = i % width;
    const y = (i - x) / width;
    left = Math.min(left, x);
    right = Math.max(right, x);
    if (top < 0) top = y;
    bottom = y;
  }
  return bottom < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

/** How many whole pixels a mask of 0 to 255 covers. */
export function coverage(mask: Uint8Array): number {
  let sum = 0;
  for (const value of mask) sum += value;
  return sum / 255;
}

/** The part that two rectangles share; its width or height is 0 when they share none. */
export function intersection(a: Box, b: Box): Box {
  const left = Math.max(a.left, b.left);
  const top = Math.max(a.top, b.top);
  return {
    left,
    top,
    width: Math.max(0, Math.min(a.left + a.width, b.left + b.width) - left),
    height: Math.max(0, Math.min(a.top + a.height, b.top + b.height) - top),
  };
}
