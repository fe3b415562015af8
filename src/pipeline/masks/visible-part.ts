import type { Box, GreyPicture } from '../image/picture.ts';
import { cutPlanes } from '../image/plane.ts';
import { type MakeRow, type Part, resize, resizedRows } from '../image/resample.ts';
import type { Kernel } from '../image/taps.ts';
import type { Tensor } from '../math/tensor.ts';
import { boxOf } from './components.ts';

/**
 * The part of a window of `side` pixels that a mask over it shows anything of: the rest need not be made.
 * @param margin pixels more on each side, as resampling spreads what it reads: half a cell of the mask
 */
export function visiblePart(mask: GreyPicture, side: number, margin = 1): Box {
  const scale = side / mask.width;
  const box = boxOf(mask, 1) ?? { left: 0, top: 0, width: 1, height: 1 };
  const left = Math.max(0, Math.floor(box.left * scale) - margin);
  const top = Math.max(0, Math.floor(box.top * scale) - margin);
  const right = Math.min(side, Math.ceil((box.left + box.width) * scale) + margin);
  const bottom = Math.min(side, Math.ceil((box.top + box.height) * scale) + margin);
  return { left, top, width: right - left, height: bottom - top };
}

/**
 * `part` of a window at the window's own size.
 * @param x `[1, C, h, w]`, which shows `of` the window
 */
export function resizePart(x: Tensor, of: Box, part: Box, kernel: Kernel = 'triangle'): Tensor {
  return resize(x, part.width, part.height, kernel, spansOf(x, of, part));
}

/** The same as rows, which are made when they are asked for. */
export const rowsOfPart =
  (x: Tensor, of: Box, part: Box, kernel: Kernel = 'triangle') =>
  (): MakeRow =>
    resizedRows(x, part.width, part.height, kernel, spansOf(x, of, part));

function spansOf({ dims: [, , height, width] }: Tensor, of: Box, part: Box): Part {
  const [across, down] = [width / of.width, height / of.height];
  return {
    across: { start: (part.left - of.left) * across, length: part.width * across },
    down: { start: (part.top - of.top) * down, length: part.height * down },
  };
}

/**
 * Parts of a window at its pack's resolution begin and end on multiples of so many pixels, as models
 * downsample.
 */
const BLOCK = 8;

/** A part of a window as a picture of its own. */
export interface Cut {
  /** `[1, C, h, w]` at the pack's resolution. */
  readonly image: Tensor;
  /** What it shows, in pixels of the window's own size; may begin and end between two. */
  readonly of: Box;
}

/**
 * The smallest part of a window that contains `part` and a `margin` of pixels on each side, where there are
 * so many.
 * @param x the whole window, `[1, C, n, n]`
 * @param part in pixels of the window at the picture's size, `side` × `side`
 */
export function cutRound(x: Tensor, part: Box, side: number, margin: number): Cut {
  const [, channels, , width] = x.dims;
  const scale = width / side;
  const before = (at: number) => Math.max(0, BLOCK * Math.floor((at * scale - margin) / BLOCK));
  const after = (at: number) => Math.min(width, BLOCK * Math.ceil((at * scale + margin) / BLOCK));
  const [left, top] = [before(part.left), before(part.top)];
  const [right, bottom] = [after(part.left + part.width), after(part.top + part.height)];
  const box = { left, top, width: right - left, height: bottom - top };
  const image = { data: cutPlanes(x, box), dims: [1, channels, box.height, box.width] };
  const own = (pixels: number) => pixels / scale;
  const of = { left: own(left), top: own(top), width: own(box.width), height: own(box.height) };
  return { image, of };
}
