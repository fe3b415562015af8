import type { Tensor } from '../tensor.ts';
import { type Box, type Picture, whiteOf } from './picture.ts';
import { type Kernel, type Row, resampleRows, taps } from './resample.ts';

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
  const readRow = picture.alpha === undefined ? opaqueRows(picture) : rowsOnWhite(picture);
  const readPart = partsOf(readRow, across, picture.width);
  const data = resampleRows(y => readPart(reflect(down.first + y, picture.height)), 3, {
    across: taps(across.count, across.span, width, kernel),
    down: taps(down.count, down.span, height, kernel),
    gain: 2 / whiteOf(picture.rgb),
    shift: -1,
  });
  return { data, dims: [1, 3, height, width] };
}

/** The pixels that a stretch of a line touches, and the stretch as seen from the first of them. */
function wholePixels(start: number, length: number) {
  const first = Math.floor(start);
  return { first, count: Math.ceil(start + length) - first, span: { start: start - first, length } };
}

/** Reads row `y` of a picture. */
type RowReader = (y: number) => Row;

const opaqueRows =
  ({ width, rgb }: Picture): RowReader =>
  y =>
    rgb.subarray(y * width * 3, (y + 1) * width * 3);

function rowsOnWhite({ width, rgb, alpha }: Picture): RowReader {
  const white = whiteOf(rgb);
  const row = new Float32Array(3 * width);
  return y => {
    for (let x = 0; x < width; x++) {
      const pixel = y * width + x;
      const opacity = (alpha?.[pixel] ?? white) / white;
      for (let c = 0; c < 3; c++) row[3 * x + c] = opacity * rgb[3 * pixel + c] + (1 - opacity) * white;
    }
    return row;
  };
}

/** Of each row the `count` pixels from `first` on, reflected where they lie beyond the `width` that there are. */
function partsOf(
  readRow: RowReader,
  { first, count }: { first: number; count: number },
  width: number,
): RowReader {
  if (first >= 0 && first + count <= width) {
    return y => readRow(y).subarray(3 * first, 3 * (first + count));
  }
  const places = Int32Array.from({ length: count }, (_, x) => 3 * reflect(first + x, width));
  const part = new Float32Array(3 * count);
  return y => {
    const row = readRow(y);
    for (let x = 0, to = 0; x < count; x++) {
      const from = places[x];
      part[to++] = row[from];
      part[to++] = row[from + 1];
      part[to++] = row[from + 2];
    }
    return part;
  };
}
