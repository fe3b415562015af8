import type { FILLS } from '../models/eraser.ts';
import type { Nearest } from './nearest.ts';

/**
 * Weights of the nearest known pixels in four directions; `none` is the weight of directions that have none.
 */
export interface Shares {
  left: number;
  right: number;
  up: number;
  down: number;
  none: number;
}

export type FillWeights = Record<(typeof FILLS)[number], number>;

/**
 * The weighted fills of pixel `i` as weights of known pixels, written to `shares`. `rows` is linear between
 * the nearest known pixels left and right; `left` is the nearest on that side, else on the other; `columns`,
 * `up` and `down` likewise. `membrane` has no share.
 */
export function shareOut(
  i: number,
  { left, right, up, down }: Nearest,
  weights: FillWeights,
  shares: Shares,
): void {
  const across = partBetween(i, left[i], right[i]);
  const inRow = weights.rows + weights.left + weights.right;
  const toRight = towards(across, weights.right, weights.rows, inRow);
  shares.right = toRight;
  shares.left = Number.isNaN(across) ? 0 : inRow - toRight;
  const along = partBetween(i, up[i], down[i]);
  const inColumn = weights.columns + weights.up + weights.down;
  const toDown = towards(along, weights.down, weights.columns, inColumn);
  shares.down = toDown;
  shares.up = Number.isNaN(along) ? 0 : inColumn - toDown;
  shares.none = (Number.isNaN(across) ? inRow : 0) + (Number.isNaN(along) ? inColumn : 0);
}

/**
 * The position of an unknown pixel from `before` (0) to `after` (1); 0 or 1 where only one is known, NaN
 * where neither is.
 */
function partBetween(i: number, before: number, after: number): number {
  if (before < 0) return after < 0 ? Number.NaN : 1;
  return after < 0 || after === before ? 0 : (i - before) / (after - before);
}

/** The weight of the pixel after, of the three weights of a line. */
function towards(part: number, after: number, linear: number, all: number): number {
  if (Number.isNaN(part)) return 0;
  return part === 0 || part === 1 ? part * all : after + part * linear;
}
