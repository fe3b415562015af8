import { type GreyPicture, SET } from '../image/picture.ts';
import { connected, maskOf, touches } from '../masks/components.ts';
import { close, grow } from '../masks/morphology.ts';
import { intersection, maskAbove, union } from '../masks/operations.ts';
import { runsFrom } from '../masks/runs.ts';
import { logit } from '../math/numeric.ts';
import type { Tensor } from '../math/tensor.ts';

/** Where the old object may still show through: less sure than its outline, but joined to it. */
const OLD_OBJECT = logit(0.25);
/** How sure the segmenter must be of the new object (less than of the old one: it is softer painted). */
const NEW_OBJECT = logit(0.35);
/** Parts of the new object smaller than this fraction of the window are specks. */
const SPECK = 0.001;

/**
 * The old object's outline with all that is joined to it at a lower threshold (hysteresis, as in Canny's edges):
 * a leg or a tail that the mask just missed would stand beside the new object.
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

/** What is seen of the new object where it was painted, without specks. */
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
