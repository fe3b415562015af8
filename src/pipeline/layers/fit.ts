import { type Box, type GreyPicture, SET } from '../image/picture.ts';
import { boxOf } from '../masks/components.ts';
import { placementOf } from './placement.ts';

/** Outlines are compared on a grid on which the longer side of the old object has so many cells. */
const GRID = 64;

/**
 * How well a new object would fit in place of an old one: intersection over union of the outlines, 0…1, with
 * the new one placed as `placementOf` does where nothing is in the way. A figure fits a figure better than a
 * head does.
 * @param outline of the new object, 255 = object
 * @param old the old object's outline, likewise, on a grid of its own
 */
export function fitOf(outline: GreyPicture, old: GreyPicture): number {
  const ink = boxOf(outline);
  const oldBox = boxOf(old);
  if (ink === undefined || oldBox === undefined) return 0;
  const background = { width: 3 * oldBox.width, height: 3 * oldBox.height };
  const here = { ...oldBox, left: oldBox.width, top: oldBox.height };
  const there = placementOf(ink, here, background);
  const step = Math.max(oldBox.width, oldBox.height) / GRID;
  // The grid starts at the picture's corner; nothing is beyond the two boxes.
  const first = (a: number, b: number) => (Math.max(0, Math.floor(Math.min(a, b) / step)) + 0.5) * step;
  const right = Math.max(here.left + here.width, there.left + there.width);
  const bottom = Math.max(here.top + here.height, there.top + there.height);
  let [both, either] = [0, 0];
  for (let y = first(here.top, there.top); y < bottom; y += step) {
    for (let x = first(here.left, there.left); x < right; x += step) {
      const covered = isSet(outline, ink, (x - there.left) / there.width, (y - there.top) / there.height);
      const was = isSet(old, oldBox, (x - here.left) / here.width, (y - here.top) / here.height);
      if (covered && was) both++;
      if (covered || was) either++;
    }
  }
  return either === 0 ? 0 : both / either;
}

/** Whether a mask is set at a point of a box on it, in parts of the box's sides; beyond the box it is not. */
function isSet({ width, data }: GreyPicture, box: Box, across: number, down: number): boolean {
  if (across < 0 || across >= 1 || down < 0 || down >= 1) return false;
  const x = box.left + Math.floor(across * box.width);
  const y = box.top + Math.floor(down * box.height);
  return data[y * width + x] >= SET;
}
