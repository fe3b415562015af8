import { withFaintParts } from '../composite/tighten.ts';
import type { GreyPicture } from '../image/picture.ts';
import type { Candidate } from '../localise/index.ts';
import { grow } from '../masks/morphology.ts';

/**
 * Width of the border of an object that its outline just missed, in pixels of the pack's resolution: it would
 * bleed into the fill.
 */
export const RIM = 3;

/** The mask of an object to erase, on a grid over its window; 255 = set. */
export interface Hole {
  /** The outline, dilated by the option `grow`. */
  readonly object: GreyPicture;
  /** The same with its faint parts and border: pixels that the fill is not computed from. */
  readonly hole: GreyPicture;
}

export function holeOf({ mask, logits }: Candidate, growBy: number, resolution: number): Hole {
  const perPixel = mask.width / resolution;
  return {
    object: grow(mask, growBy * perPixel),
    hole: grow(withFaintParts(mask, logits), (Math.max(0, growBy) + RIM) * perPixel),
  };
}
