/**
 * For each pixel of a square, the nearest known one in four directions: itself where it is known, −1 where
 * there is none.
 */
export interface Nearest {
  readonly left: Int32Array;
  readonly right: Int32Array;
  readonly up: Int32Array;
  readonly down: Int32Array;
}

/** @param unknown `side` × `side`, 0 = known */
export function nearestKnown(unknown: Uint8Array, side: number): Nearest {
  const size = side * side;
  const found = () => new Int32Array(size);
  const nearest = { left: found(), right: found(), up: found(), down: found() };
  for (let line = 0; line < side; line++) {
    const row = line * side;
    pass(unknown, nearest.left, { first: row, step: 1, side });
    pass(unknown, nearest.right, { first: row + side - 1, step: -1, side });
    pass(unknown, nearest.up, { first: line, step: side, side });
    pass(unknown, nearest.down, { first: size - side + line, step: -side, side });
  }
  return nearest;
}

/** Along one line, the last known pixel so far. */
function pass(
  unknown: Uint8Array,
  nearest: Int32Array,
  { first, step, side }: { first: number; step: number; side: number },
): void {
  let last = -1;
  for (let k = 0, i = first; k < side; k++, i += step) {
    if (unknown[i] === 0) last = i;
    nearest[i] = last;
  }
}
