import type { Tensor } from '../math/tensor.ts';
import type { Box, GreyPicture } from './picture.ts';

/** A grey picture as `[1, 1, height, width]`, in which 255 becomes `white`. */
export function planeOf({ width, height, data }: GreyPicture, white = 255): Tensor {
  const plane = new Float32Array(data.length);
  const unit = white / 255;
  for (let i = 0; i < data.length; i++) plane[i] = data[i] * unit;
  return { data: plane, dims: [1, 1, height, width] };
}

/** A plane that is 1 where cells are set, or where they are not. */
export function planeWhere(cells: Uint8Array, side: number, set: boolean): Tensor {
  const data = new Float32Array(cells.length);
  for (let i = 0; i < data.length; i++) if (cells[i] > 0 === set) data[i] = 1;
  return { data, dims: [1, 1, side, side] };
}

/**
 * A rectangle of every plane of `[1, C, h, w]`, one plane after the other; written to `out` where that is
 * given.
 */
export function cutPlanes(
  { data, dims: [, channels, height, width] }: Tensor,
  box: Box,
  out: Float32Array = new Float32Array(channels * box.width * box.height),
): Float32Array {
  let to = 0;
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < box.height; y++, to += box.width) {
      const from = (c * height + box.top + y) * width + box.left;
      out.set(data.subarray(from, from + box.width), to);
    }
  }
  return out;
}
