import type { Box } from '../image/picture.ts';
import { beyondPicture } from '../image/window.ts';
import { logit } from '../math/numeric.ts';
import type { Tensor } from '../math/tensor.ts';

/** The logit of a mask threshold in 0–255. */
export const thresholdLogit = (threshold: number): number => logit(threshold / 255);

/** The logit of a cell that no object can be in: beyond the picture, or in no crop. */
export const ABSENT = -20;

/**
 * Logits of a window, `[1, 1, side, side]`, absent beyond the picture's edge, where the view was
 * extrapolated.
 */
export function onPicture(logits: Tensor, window: Box, picture: { width: number; height: number }): Tensor {
  const outside = beyondPicture(window, picture, logits.dims[3]);
  if (!outside.includes(1)) return logits;
  return { data: logits.data.map((value, i) => (outside[i] === 0 ? value : ABSENT)), dims: logits.dims };
}

/** The logits of one window as those of another, bilinear; absent where the first did not reach. */
export function cutAnew({ data, dims }: Tensor, from: Box, to: Box): Tensor {
  if (from.left === to.left && from.top === to.top && from.width === to.width) return { data, dims };
  const side = dims[3];
  const step = to.width / from.width;
  const across = (to.left - from.left) * (side / from.width);
  const down = (to.top - from.top) * (side / from.width);
  const out = new Float32Array(data.length).fill(ABSENT);
  for (let y = 0; y < side; y++) {
    const v = down + (y + 0.5) * step - 0.5;
    const above = Math.floor(v);
    if (above < 0 || above + 1 >= side) continue;
    for (let x = 0; x < side; x++) {
      const u = across + (x + 0.5) * step - 0.5;
      const before = Math.floor(u);
      if (before < 0 || before + 1 >= side) continue;
      const at = above * side + before;
      const [p, q] = [u - before, v - above];
      const upper = (1 - p) * data[at] + p * data[at + 1];
      const lower = (1 - p) * data[at + side] + p * data[at + side + 1];
      out[y * side + x] = (1 - q) * upper + q * lower;
    }
  }
  return { data: out, dims };
}
