import { resize } from '../image/resample.ts';
import { FILLS, type Fill } from '../models/eraser.ts';
import { slice, type Tensor } from '../tensor.ts';
import { type Nearest, nearestKnown } from './nearest.ts';
import { type FillWeights, type Shares, shareOut } from './shares.ts';

/** A square window, `[1, C, side, side]`, and what of it is not known to be ground: not 0. */
export interface Holed {
  readonly view: Tensor;
  readonly unknown: Uint8Array;
}

/**
 * The fill of a window that is larger than the eraser's own: edges that the simple fills continue are as sharp as the window. Where
 * the eraser took such a fill at its own size, the same one is made at the window's; only what is left of its colours is
 * enlarged, which is smooth. Returns `[1, 3, side, side]`.
 * @param small what the eraser was given
 */
export function sharpened({ filled, weights }: Fill, small: Holed, large: Holed): Tensor {
  const side = large.view.dims[3];
  const smooth = remainder(filled, weights, small);
  const enlarged = resize(smooth, side, side);
  const fill = withShares(large, resize(weights, side, side), resize(filled, side, side));
  for (let i = 0; i < fill.data.length; i++) fill.data[i] += enlarged.data[i];
  return fill;
}

/** What the simple fills leave of the eraser's colours, at its own size: the membrane's part, and its own. */
function remainder(filled: Tensor, weights: Tensor, small: Holed): Tensor {
  const shares = withShares(small, weights, filled);
  return { data: filled.data.map((value, i) => value - shares.data[i]), dims: filled.dims };
}

/** The weighted simple fills without the membrane, where the window is unknown; elsewhere the window itself. */
function withShares({ view, unknown }: Holed, weights: Tensor, fallback: Tensor): Tensor {
  const side = view.dims[3];
  const plane = side * side;
  const nearest = nearestKnown(unknown, side);
  const [from, none] = [view.data, fallback.data];
  const data = new Float32Array(view.data.length);
  const visit = visitorOf(nearest, weights);
  for (let i = 0; i < plane; i++) {
    if (unknown[i] === 0) {
      for (let p = i; p < data.length; p += plane) data[p] = none[p];
      continue;
    }
    const { left, right, up, down, none: rest } = visit(i);
    const [l, r, u, d] = [nearest.left[i], nearest.right[i], nearest.up[i], nearest.down[i]];
    for (let p = 0; p < data.length; p += plane) {
      let value = rest * none[p + i];
      if (left > 0) value += left * from[p + l];
      if (right > 0) value += right * from[p + r];
      if (up > 0) value += up * from[p + u];
      if (down > 0) value += down * from[p + d];
      data[p + i] = value;
    }
  }
  return { data, dims: view.dims };
}

/** The shares of one pixel after the other; each is overwritten by the next. */
function visitorOf(nearest: Nearest, weights: Tensor): (i: number) => Shares {
  const planes = FILLS.map((name, f) => ({ name, data: channel(weights, f) }));
  const own = Object.fromEntries(FILLS.map(name => [name, 0])) as FillWeights;
  const shares = { left: 0, right: 0, up: 0, down: 0, none: 0 };
  return i => {
    for (const { name, data } of planes) own[name] = data[i];
    shareOut(i, nearest, own, shares);
    return shares;
  };
}

const channel = (x: Tensor, c: number): Float32Array =>
  slice({ data: x.data, dims: [x.dims[1], 1, x.dims[2], x.dims[3]] }, c).data;

/**
 * A plane that is filled as the colours were: of what their shares took from known pixels. Where they took nothing, `empty`.
 * @param plane `side` × `side`, such as opacity
 */
export function filledLikewise(
  plane: Float32Array,
  unknown: Uint8Array,
  weights: Tensor,
  empty: number,
): Float32Array {
  const side = Math.sqrt(plane.length);
  const nearest = nearestKnown(unknown, side);
  const visit = visitorOf(nearest, resize(weights, side, side));
  return plane.map((value, i) => {
    if (unknown[i] === 0) return value;
    const { left, right, up, down } = visit(i);
    const all = left + right + up + down;
    if (all === 0) return empty;
    const of = (share: number, at: number) => (share > 0 ? share * plane[at] : 0);
    const sum =
      of(left, nearest.left[i]) +
      of(right, nearest.right[i]) +
      of(up, nearest.up[i]) +
      of(down, nearest.down[i]);
    return sum / all;
  });
}
