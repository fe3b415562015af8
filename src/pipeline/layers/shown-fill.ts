import { grow } from '../masks/morphology.ts';
import type { Tensor } from '../math/tensor.ts';

/** A fill within so many of 255 levels of the picture is not shown. */
const SAME = 2 / 127.5;

/**
 * Where a fill is shown: on the object, in its border where the fill differs from the picture, and one pixel
 * round that; 255 = shown. The rest of the hole is mostly background that the fill continues, and keeps its
 * own pixels.
 * @param before and after, `[1, 3, h, w]` in −1…1
 * @param object and hole, planes of the same size: set where above 0
 * @returns opacity of the fill, 0…255
 */
export function shownFill(
  before: Tensor,
  after: Tensor,
  { object, hole }: { object: Float32Array; hole: Float32Array },
): Tensor {
  const [a, b] = [before.data, after.data];
  const [, , height, width] = before.dims;
  const plane = width * height;
  const differs = new Uint8Array(plane);
  for (let i = 0; i < plane; i++) {
    if (hole[i] === 0) continue;
    const most = Math.max(
      Math.abs(a[i] - b[i]),
      Math.abs(a[i + plane] - b[i + plane]),
      Math.abs(a[i + 2 * plane] - b[i + 2 * plane]),
    );
    if (object[i] > 0 || most > SAME) differs[i] = 255;
  }
  const shown = grow({ width, height, data: differs }, 1).data;
  return { data: hole.map((value, i) => (shown[i] > 0 ? value : 0)), dims: [1, 1, height, width] };
}
