import type { Tensor } from '../math/tensor.ts';
import { type Box, type Picture, whiteOf } from './picture.ts';
import { type RowReader, resampleRows } from './resample.ts';
import { rowsOf } from './rows.ts';
import { type Kernel, taps } from './taps.ts';

/**
 * Index `i` folded back into `[0, n)` by reflection at the edges (…2 1 0 | 0 1 2…), however far out it lies.
 */
export function reflect(i: number, n: number): number {
  const period = 2 * n;
  const j = ((i % period) + period) % period;
  return j < n ? j : period - 1 - j;
}

/**
 * A rectangle of the picture as models take it: `[1, 3, height, width]` in −1…1. The rectangle may reach
 * beyond the picture, where it is filled by reflection, and may begin and end between pixels. In sRGB,
 * composited on white where it is transparent.
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
  const readPart = partOf(rowsOf(picture), across, picture.width);
  const readInside: RowReader = (y, from, count, line) =>
    readPart(reflect(down.first + y, picture.height), from, count, line);
  const data = resampleRows(readInside, 3, {
    across: taps(across.count, across.span, width, kernel),
    down: taps(down.count, down.span, height, kernel),
    gain: 2 / whiteOf(picture.rgb),
    shift: -1,
  });
  return { data, dims: [1, 3, height, width] };
}

/**
 * The opacity of a square of the picture, `side` × `side` in 0…1; beyond the picture, that at its edge. 1
 * where nothing is transparent.
 */
export function alphaViewOf({ width, height, alpha }: Picture, box: Box, side: number): Float32Array {
  const view = new Float32Array(side * side).fill(1);
  if (alpha === undefined) return view;
  const white = whiteOf(alpha);
  const step = box.width / side;
  const inside = (at: number, limit: number) => Math.max(0, Math.min(limit - 1, Math.floor(at)));
  for (let y = 0, i = 0; y < side; y++) {
    const row = width * inside(box.top + (y + 0.5) * step, height);
    for (let x = 0; x < side; x++, i++)
      view[i] = alpha[row + inside(box.left + (x + 0.5) * step, width)] / white;
  }
  return view;
}

/** The pixels that a range of a line touches, and the range relative to the first of them. */
function wholePixels(start: number, length: number) {
  const first = Math.floor(start);
  return { first, count: Math.ceil(start + length) - first, span: { start: start - first, length } };
}

/**
 * Of each row the `count` pixels from `first` on, reflected where they lie beyond the `width` that there are.
 */
function partOf(
  readRow: RowReader,
  { first, count }: { first: number; count: number },
  width: number,
): RowReader {
  if (first >= 0 && first + count <= width) {
    return (y, from, samples, line) => readRow(y, 3 * first + from, samples, line);
  }
  const offsets = Int32Array.from({ length: count }, (_, x) => 3 * reflect(first + x, width));
  const row = new Float64Array(3 * width);
  return (y, from, samples, line) => {
    readRow(y, 0, row.length, row);
    for (let i = 0, x = from / 3; i < samples; i += 3, x++) {
      const at = offsets[x];
      line[i] = row[at];
      line[i + 1] = row[at + 1];
      line[i + 2] = row[at + 2];
    }
  };
}
