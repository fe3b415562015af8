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
 * beyond the picture, where it is filled by reflection, and may begin and end between pixels. Transparent pixels are
 * seen on white.
 */
export function viewOf(
  picture: Picture,
  box: Box,
  width: number,
  height: number,
  kernel: Kernel = 'triangle',
): Tensor {
  const across = wholePixels(box.left, box.width);
  const down = wholePixels(box.top, box.height);
  const columns = Int32Array.from({ length: across.count }, (_, x) =>
    reflect(across.first + x, picture.width),
  );
  const readPixels = picture.alpha === undefined ? opaqueReader(picture) : blendingReader(picture);
  const read: RowReader = (y, row) =>
    readPixels(reflect(down.first + y, picture.height) * picture.width, columns, row);
  const source = {
    channels: 3,
    width: across.count,
    height: down.count,
    across: across.span,
    down: down.span,
  };
  return resampleRows(read, source, width, height, kernel);
}

/** The pixels that a stretch of a line touches, and the stretch as seen from the first of them. */
function wholePixels(start: number, length: number) {
  const first = Math.floor(start);
  return { first, count: Math.ceil(start + length) - first, span: { start: start - first, length } };
}

/** Fills `row` (`[3, columns]`, planar, −1…1) with the pixels at `start + columns`. */
type PixelReader = (start: number, columns: Int32Array, row: Float32Array) => void;

function opaqueReader({ rgb }: Picture): PixelReader {
  const scale = 2 / whiteOf(rgb);
  return (start, columns, row) => {
    const width = columns.length;
    for (let x = 0; x < width; x++) {
      const i = (start + columns[x]) * 3;
      row[x] = rgb[i] * scale - 1;
      row[width + x] = rgb[i + 1] * scale - 1;
      row[2 * width + x] = rgb[i + 2] * scale - 1;
    }
  };
}

function blendingReader({ rgb, alpha }: Picture): PixelReader {
  const white = whiteOf(rgb);
  return (start, columns, row) => {
    const width = columns.length;
    for (let x = 0; x < width; x++) {
      const pixel = start + columns[x];
      const opacity = (alpha?.[pixel] ?? white) / white;
      for (let c = 0; c < 3; c++) {
        row[c * width + x] = opacity * ((rgb[pixel * 3 + c] / white) * 2 - 2) + 1;
      }
    }
  };
}
