import { type GreyPicture, SET } from '../image/picture.ts';
import { connected, maskOf, touches } from '../masks/components.ts';
import { close, grow } from '../masks/morphology.ts';
import { intersection, maskAbove, union } from '../masks/operations.ts';
import { runsFrom } from '../masks/runs.ts';
import { logit } from '../math/numeric.ts';
import type { Tensor } from '../math/tensor.ts';

/** Probability of a faint part: below the outline's threshold, but joined to the outline. */
const OLD_OBJECT = logit(0.25);
/** Probability from which the new object is found; lower than for the old one, as it is painted softer. */
const NEW_OBJECT = logit(0.35);
/** Components of the new object smaller than this fraction of the window are false positives. */
const SPECK = 0.001;

/**
 * The old object's outline with all that is joined to it at a lower threshold (hysteresis, as in Canny's
 * edges): a leg or a tail that the mask just missed would remain beside the new object.
 * @param logits of the old object, on the mask's grid
 */
export function withFaintParts(mask: GreyPicture, logits: Tensor): GreyPicture {
  const { width, height, data } = mask;
  const faint = connected(
    runsFrom(union(mask, maskAbove(logits.data, OLD_OBJECT, mask)).data, width, SET),
    width,
  );
  return maskOf(
    width,
    height,
    faint.filter(part => touches(part, data, SET)),
  );
}

/**
 * Shrinks the repainted region to where the old object was or the new object is, so that as little repainted
 * background as possible is shown. All masks are grids of one size over the region window.
 * @param old where the old object was
 * @param heat logits of the new object on the decoded window; undefined when nothing new is painted
 * @param painted what the UNet repainted
 * @param margin cells added round both, and twice the gap that is closed
 */
export function tighten(
  old: GreyPicture,
  heat: Float32Array | undefined,
  painted: GreyPicture,
  margin: number,
): GreyPicture {
  const both = heat === undefined ? old : union(old, newObject(heat, painted));
  return intersection(close(grow(both, margin), margin), painted);
}

/** The new object's mask where it was painted, without small components. */
function newObject(heat: Float32Array, painted: GreyPicture): GreyPicture {
  const { width, height } = painted;
  const seen = intersection(maskAbove(heat, NEW_OBJECT, painted), painted);
  const parts = connected(runsFrom(seen.data, width, SET), width);
  return maskOf(
    width,
    height,
    parts.filter(({ area }) => area >= SPECK * width * height),
  );
}
