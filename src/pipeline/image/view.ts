import type { Tensor } from '../tensor.ts';
import { type Box, type Picture, whiteOf } from './picture.ts';
import { type Kernel, type RowReader, resampleRows } from './resample.ts';

/** Index `i` folded back into `[0, n)` by reflection at the edges (…2 1 0 | 0 1 2…), however far out it lies. */
export function reflect(i: number, n: number): number {
  const period = 2 * n;
  const j = ((i % period) + period) % period;
  return j < n ? j : period - 1 - j;
}

/**
 * What a model sees of a rectangle of the picture: `[1, 3, height, width]` in −1…1. The rectangle may reach
 * beyond the picture, where it is filled by reflection. Transparent pixels are seen on white.
 */
export function viewOf(
  picture: Picture,
  box: Box,
  width: number,
  height: number,
  kernel: Kernel = 'triangle',
): Tensor {
  const { rgb, alpha } = picture;
  const white = whiteOf(rgb);
  const columns = Int32Array.from({ length: box.width }, (_, x) => reflect(box.left + x, picture.width));
  const read: RowReader = (y, row) => {
    const start = reflect(box.top + y, picture.height) * picture.width;
    for (let x = 0; x < box.width; x++) {
      const pixel = start + columns[x];
      const opacity = alpha === undefined ? 1 : alpha[pixel] / white;
      for (let c = 0; c < 3; c++) {
        const value = (rgb[pixel * 3 + c] / white) * 2 - 1;
        row[c * box.width + x] = opacity * value + (1 - opacity);
      }
    }
  };
  return resampleRows(read, { channels: 3, width: box.width, height: box.height }, width, height, kernel);
}
