import { grow } from '../calibrate/distance.ts';
import type { Candidate } from '../calibrate/index.ts';
import { withFaintParts } from '../composite/tighten.ts';
import type { Box, GreyPicture, Picture } from '../image/picture.ts';
import type { Tensor } from '../tensor.ts';

/** The rim of an object that its outline just missed, in pixels of the pack's resolution: it would bleed into the fill. */
export const RIM = 3;

/** What is to be erased of an object, on a grid over its window; 255 = set. */
export interface Hole {
  /** The outline, grown by what was asked for. */
  readonly object: GreyPicture;
  /** The same with its faint parts and its rim: here the picture is no evidence of ground. */
  readonly hole: GreyPicture;
}

export function holeOf({ mask, logits }: Candidate, growBy: number, resolution: number): Hole {
  const perPixel = mask.width / resolution;
  return {
    object: grow(mask, growBy * perPixel),
    hole: grow(withFaintParts(mask, logits), (Math.max(0, growBy) + RIM) * perPixel),
  };
}

/** A view of a window, `[1, 3, side, side]`, with mid-grey beyond the picture rather than what was made up there. */
export function onlyPicture(
  { data, dims }: Tensor,
  window: Box,
  picture: Pick<Picture, 'width' | 'height'>,
): Tensor {
  const outside = beyond(window, picture, dims[3]);
  return { data: data.map((value, i) => (outside[i % outside.length] === 0 ? value : 0)), dims };
}

/** On a grid over a window, 1 where it lies beyond the picture. */
export function beyond(
  window: Box,
  { width, height }: Pick<Picture, 'width' | 'height'>,
  side: number,
): Uint8Array {
  const cell = window.width / side;
  const outside = new Uint8Array(side * side);
  for (let y = 0, i = 0; y < side; y++) {
    const row = window.top + (y + 0.5) * cell;
    for (let x = 0; x < side; x++, i++) {
      const column = window.left + (x + 0.5) * cell;
      outside[i] = row < 0 || row >= height || column < 0 || column >= width ? 1 : 0;
    }
  }
  return outside;
}
