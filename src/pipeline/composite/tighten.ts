import { componentsOf, maskOf } from '../calibrate/components.ts';
import { close, grow } from '../calibrate/distance.ts';
import type { GreyPicture } from '../image/picture.ts';
import { resize } from '../image/resample.ts';
import { logit } from '../numeric.ts';
import type { Tensor } from '../tensor.ts';

/** Where the old thing may still show through: less sure than its outline, but joined to it. */
const OLD_THING = logit(0.25);
/** How sure the segmenter must be of the new thing (less than of the old one: it is softer painted). */
const NEW_THING = logit(0.35);
/** Parts of the new thing smaller than this fraction of the window are specks. */
const SPECK = 0.001;

/**
 * The old thing's outline with all that is joined to it at a lower threshold (hysteresis, as in Canny's edges):
 * a leg or a tail that the mask just missed would stand beside the new thing.
 * @param logits of the old thing, on the mask's grid
 */
export function withFaintParts(mask: GreyPicture, logits: Tensor): GreyPicture {
  const { width, height } = mask;
  const faint = componentsOf(width, height, i => mask.data[i] > 127 || logits.data[i] > OLD_THING);
  return maskOf(
    width,
    height,
    faint.filter(({ runs }) =>
      runs.some(({ start, end }) => mask.data.subarray(start, end).some(v => v > 127)),
    ),
  );
}

/**
 * Shrinks the repainted region to where the old thing was or the new thing is, so that as little repainted
 * background as possible is shown. All masks are grids of one size over the region window.
 * @param old where the old thing was
 * @param target logits `[1, 1, h, w]` of the new thing on the decoded window; undefined when nothing new is painted
 * @param painted what the UNet repainted
 * @param margin cells added round both, and twice the gap that is closed
 */
export function tighten(
  old: GreyPicture,
  target: Tensor | undefined,
  painted: GreyPicture,
  margin: number,
): GreyPicture {
  const { width, height } = old;
  const heat = target && resize(target, width, height).data;
  const parts =
    heat === undefined ? [] : componentsOf(width, height, i => heat[i] > NEW_THING && painted.data[i] > 127);
  const seen = maskOf(
    width,
    height,
    parts.filter(({ area }) => area >= SPECK * width * height),
  ).data;
  const union = { width, height, data: old.data.map((v, i) => Math.max(v, seen[i])) };
  const shape = close(grow(union, margin), margin);
  return { width, height, data: shape.data.map((v, i) => Math.min(v, painted.data[i])) };
}
