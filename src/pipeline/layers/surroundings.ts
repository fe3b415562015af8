import { type Box, type GreyPicture, SET } from '../image/picture.ts';
import { boxOf, type Component, connected, maskOf, touches } from '../masks/components.ts';
import { grow } from '../masks/morphology.ts';
import { countSet } from '../masks/operations.ts';
import { runsFrom } from '../masks/runs.ts';
import type { Tensor } from '../math/tensor.ts';
import { type Hole, RIM } from './hole.ts';

/** The mask to erase, and other objects round it; 255 = set. */
export interface Surroundings {
  /**
   * The hole without other objects' pixels, and with what its outline missed: a hoof, whiskers, the tip of a
   * tail.
   */
  readonly hole: GreyPicture;
  /** Other objects: the fill must not use them, and the new object should not cover them. */
  readonly others: GreyPicture;
}

/** A component that touches the hole is a leftover of its object up to this area, in parts of the hole's. */
const SMALL = 0.06;
/** And when it reaches no further from the hole's box than this, in parts of the grid's side. */
const NEAR = 0.06;
/** Largest gap between the hole and a leftover, as between a face and its whiskers. */
const GAP = 4;
/** Pixels by which the foreground model's masks are too tight. */
const EDGE = 1.5;

/**
 * Assigns the foreground beside a hole to its object or to others.
 * @param logits of the foreground, above 0 for objects, `[1, 1, side, side]`, over the hole's window
 */
export function surroundingsOf(logits: Tensor, { object, hole }: Hole): Surroundings {
  const { width, height } = hole;
  const beside = logits.data.map((value, i) => (hole.data[i] < SET && value > 0 ? 1 : 0));
  const near = grow(hole, GAP).data;
  const reach = within(boxOf(hole), NEAR * width);
  const area = countSet(hole);
  const parts = connected(runsFrom(beside, width, 1), width);
  const isLeftover = (part: Component) =>
    part.area <= SMALL * area && touches(part, near, SET) && reach(part.box);
  const mask = (kept: readonly Component[], margin: number) => grow(maskOf(width, height, kept), margin);
  const leftovers = mask(parts.filter(isLeftover), EDGE).data;
  const apart = parts.filter(part => !isLeftover(part));
  const others = mask(apart, EDGE).data.slice();
  // The hole's border belongs to the object, unless it continues in another object.
  const theirs = mask(apart, RIM + EDGE).data;
  const isTheirs = (i: number) => object.data[i] < SET && theirs[i] >= SET && logits.data[i] > 0;
  const kept = hole.data.slice();
  for (let i = 0; i < kept.length; i++) {
    if (isTheirs(i)) [kept[i], others[i]] = [0, 255];
    if (leftovers[i] >= SET) kept[i] = 255;
  }
  return { hole: { ...hole, data: kept }, others: { ...hole, data: others } };
}

/** Whether a box lies within `margin` of another. */
function within(box: Box | undefined, margin: number): (part: Box) => boolean {
  if (box === undefined) return () => false;
  return ({ left, top, width, height }) =>
    left >= box.left - margin &&
    top >= box.top - margin &&
    left + width <= box.left + box.width + margin &&
    top + height <= box.top + box.height + margin;
}
