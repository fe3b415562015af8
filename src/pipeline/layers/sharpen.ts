import type { Box } from '../image/picture.ts';
import { resizePart } from '../masks/visible-part.ts';
import { type Tensor, weighted } from '../math/tensor.ts';
import { FILLS, type Fill } from '../models/eraser.ts';
import { type Nearest, nearestKnown } from './nearest.ts';
import { type FillWeights, type Shares, shareOut } from './shares.ts';

/** A square window, `[1, C, side, side]`, and where it is not known to be background: not 0. */
export interface Holed {
  readonly view: Tensor;
  readonly unknown: Uint8Array;
}

/**
 * A part of the fill of a window that is larger than the eraser's own: edges that the simple fills continue
 * are as sharp as the window. Where the eraser chose such a fill at its own size, the same fill is made at
 * the window's; only the rest of its colours, which is smooth, is enlarged. Returns `[1, 3, h, w]` for a part
 * of `w` × `h` pixels.
 * @param small the eraser's inputs
 * @param part in pixels of the large window
 */
export function sharpened({ filled, weights }: Fill, small: Holed, large: Holed, part: Box): Tensor {
  const enlarged = enlargerOf(small.unknown, wholeOf(large), part);
  const smooth = enlarged(remainder(filled, weights, small));
  const fill = withShares(large, enlarged(weights), enlarged(filled), part);
  const size = part.width * part.height;
  for (let y = 0, to = 0; y < part.height; y++) {
    let i = (part.top + y) * large.view.dims[3] + part.left;
    for (let x = 0; x < part.width; x++, i++, to++) {
      for (let c = 0, p = to, from = i; c < 3; c++, p += size, from += large.unknown.length) {
        const value = fill.data[p] + smooth.data[p];
        // Known pixels are the picture's own.
        fill.data[p] = large.unknown[i] === 0 ? large.view.data[from] : Math.max(-1, Math.min(1, value));
      }
    }
  }
  return fill;
}

/**
 * Enlarges an eraser's outputs in the hole. Known cells do not count (normalised convolution, Knutsson and
 * Westin 1993): else the hole would have a border.
 */
function enlargerOf(unknown: Uint8Array, whole: Box, part: Box): (x: Tensor) => Tensor {
  const side = Math.sqrt(unknown.length);
  const certainty = { data: Float32Array.from(unknown), dims: [1, 1, side, side] };
  const counted = resizePart(certainty, whole, part).data;
  return x => {
    const { data, dims } = resizePart(weighted(x, certainty), whole, part);
    for (let start = 0; start < data.length; start += counted.length) {
      for (let p = 0, i = start; p < counted.length; p++, i++) if (counted[p] > 0) data[i] /= counted[p];
    }
    return { data, dims };
  };
}

const wholeOf = ({ view }: Holed): Box => ({ left: 0, top: 0, width: view.dims[3], height: view.dims[2] });

/**
 * The eraser's colours minus the simple fills, at its own size: the membrane's part and the network's own.
 */
function remainder(filled: Tensor, weights: Tensor, small: Holed): Tensor {
  const shares = withShares(small, weights, filled, wholeOf(small)).data;
  const data = new Float32Array(shares.length);
  for (let i = 0; i < data.length; i++) data[i] = filled.data[i] - shares[i];
  return { data, dims: filled.dims };
}

/**
 * The weighted simple fills without the membrane, where the window is unknown; elsewhere the fallback.
 * @param weights and fallback, of the part alone
 */
function withShares({ view, unknown }: Holed, weights: Tensor, fallback: Tensor, part: Box): Tensor {
  const side = view.dims[3];
  const plane = side * side;
  const nearest = nearestKnown(unknown, side);
  const data = fallback.data.slice();
  const size = part.width * part.height;
  const visit = visitorOf(nearest, weights);
  for (let y = 0, to = 0; y < part.height; y++) {
    let i = (part.top + y) * side + part.left;
    for (let x = 0; x < part.width; x++, i++, to++) {
      if (unknown[i] === 0) continue;
      const shares = visit(i, to);
      for (let c = 0, p = to; c < 3; c++, p += size) {
        data[p] = shares.none * data[p] + taken(view.data, c * plane, i, shares, nearest);
      }
    }
  }
  return { data, dims: [1, 3, part.height, part.width] };
}

/** The weighted sum of known pixels for pixel `i` of the plane that begins at `start`. */
function taken(
  from: Float32Array,
  start: number,
  i: number,
  { left, right, up, down }: Shares,
  nearest: Nearest,
): number {
  let value = 0;
  if (left > 0) value += left * from[start + nearest.left[i]];
  if (right > 0) value += right * from[start + nearest.right[i]];
  if (up > 0) value += up * from[start + nearest.up[i]];
  if (down > 0) value += down * from[start + nearest.down[i]];
  return value;
}

/** The shares of pixel `i` of the window, whose weights are at `at`; the next call overwrites them. */
function visitorOf(nearest: Nearest, weights: Tensor): (i: number, at: number) => Shares {
  const size = weights.dims[2] * weights.dims[3];
  const own = Object.fromEntries(FILLS.map(name => [name, 0])) as FillWeights;
  const shares = { left: 0, right: 0, up: 0, down: 0, none: 0 };
  return (i, at) => {
    for (let f = 0, w = at; f < FILLS.length; f++, w += size) own[FILLS[f]] = weights.data[w];
    shareOut(i, nearest, own, shares);
    return shares;
  };
}

/**
 * A part of a plane over a window, such as opacity, filled with the weights of the colours' fill; 1 where
 * they add up to 0.
 */
export function filledLikewise(
  plane: Float32Array,
  { view, unknown }: Holed,
  weights: Tensor,
  part: Box,
): Tensor {
  const side = view.dims[3];
  const nearest = nearestKnown(unknown, side);
  const visit = visitorOf(nearest, resizePart(weights, wholeOf({ view, unknown }), part));
  const data = new Float32Array(part.width * part.height);
  for (let y = 0, to = 0; y < part.height; y++) {
    let i = (part.top + y) * side + part.left;
    for (let x = 0; x < part.width; x++, i++, to++) {
      if (unknown[i] === 0) {
        data[to] = plane[i];
        continue;
      }
      const shares = visit(i, to);
      const all = shares.left + shares.right + shares.up + shares.down;
      data[to] = all === 0 ? 1 : taken(plane, 0, i, shares, nearest) / all;
    }
  }
  return { data, dims: [1, 1, part.height, part.width] };
}
