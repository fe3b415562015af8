/** A rectangle of whole pixels. */
export interface Box {
  left: number;
  top: number;
  width: number;
  height: number;
}

/** The smallest box around all values of at least `threshold`, or undefined when there are none. */
export function inkBox(values: Uint8Array, width: number, threshold = 128): Box | undefined {
  let [left, top, right, bottom] = [width, Number.POSITIVE_INFINITY, -1, -1];
  values.forEach((value, i) => {
    if (value < threshold) return;
    const x = i % width;
    const y = Math.floor(i / width);
    left = Math.min(left, x);
    right = Math.max(right, x);
    top = Math.min(top, y);
    bottom = y;
  });
  return bottom < 0 ? undefined : { left, top, width: right - left + 1, height: bottom - top + 1 };
}

export function area(mask: Uint8Array): number {
  let sum = 0;
  for (const value of mask) sum += value;
  return sum / 255;
}
