import { type Box, type GreyPicture, SET } from '../image/picture.ts';
import { boxOf } from '../masks/components.ts';

/** A mask over a window of the picture, unset beyond it. */
export interface WindowMask {
  readonly mask: GreyPicture;
  readonly window: Box;
}

/**
 * Scales and shifts that are tried so that a new object does not cover others, in parts of its size and of
 * its width.
 */
const SIZES = [1, 0.9, 0.8, 0.7];
const SHIFTS = [0, -0.08, 0.08, -0.16, 0.16, -0.24, 0.24];
/** Covering less of others than this, in parts of the object's own area, needs no other placement. */
const TOUCH = 0.01;
/**
 * Cost of covering all of its own area, and of a shift by its width, beside a cost of 1 for shrinking to
 * nothing.
 */
const COVERING = 6;
const MOVING = 0.6;

/**
 * The box near `at` in which an object covers as little of others as possible: smaller with its feet where
 * they were, or shifted to a side.
 * @param outline of the object, 255 = object, which the box holds
 */
export function avoidOthers(at: Box, outline: GreyPicture, others: WindowMask): Box {
  const ink = boxOf(outline);
  if (ink === undefined) return at;
  const costOf = (box: Box, change: number) => COVERING * coveredPart(box, outline, ink, others) + change;
  let best = at;
  let least = costOf(at, 0);
  if (least <= COVERING * TOUCH) return at;
  for (const size of SIZES) {
    for (const shift of SHIFTS) {
      const box = changed(at, size, shift);
      const cost = costOf(box, 1 - size + MOVING * Math.abs(shift));
      if (cost < least) [best, least] = [box, cost];
    }
  }
  return best;
}

function changed({ left, top, width, height }: Box, size: number, shift: number): Box {
  const [w, h] = [Math.round(width * size), Math.round(height * size)];
  return {
    left: Math.round(left + (width - w) / 2 + shift * width),
    top: top + height - h,
    width: w,
    height: h,
  };
}

/** Cells on a side that covering is counted on. */
const GRID = 48;

/** The part of an object in a box that lies over others. */
function coveredPart(at: Box, outline: GreyPicture, ink: Box, { mask, window }: WindowMask): number {
  let [own, over] = [0, 0];
  for (let v = 0.5 / GRID; v < 1; v += 1 / GRID) {
    for (let u = 0.5 / GRID; u < 1; u += 1 / GRID) {
      const x = Math.floor(ink.left + u * ink.width);
      const y = Math.floor(ink.top + v * ink.height);
      if (outline.data[y * outline.width + x] < SET) continue;
      own++;
      if (isSetAt(mask, window, at.left + u * at.width, at.top + v * at.height)) over++;
    }
  }
  return own === 0 ? 0 : over / own;
}

/** Whether a mask over a window is set at a point of the picture. */
export function isSetAt({ width, height, data }: GreyPicture, window: Box, x: number, y: number): boolean {
  const column = Math.floor(((x - window.left) * width) / window.width);
  const row = Math.floor(((y - window.top) * height) / window.height);
  if (column < 0 || column >= width || row < 0 || row >= height) return false;
  return data[row * width + column] >= SET;
}
