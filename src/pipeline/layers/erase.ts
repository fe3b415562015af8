import type { Patch } from '../composite/paste.ts';
import type { Box, GreyPicture, Picture } from '../image/picture.ts';
import { cutPlanes, planeOf, planeWhere } from '../image/plane.ts';
import { coarseViewsOf } from '../image/pyramid.ts';
import { resize, resizedRows } from '../image/resample.ts';
import { alphaViewOf, viewOf } from '../image/view.ts';
import { beyondPicture } from '../image/window.ts';
import { resizePart, visiblePart } from '../masks/visible-part.ts';
import { type Tensor, weighted } from '../math/tensor.ts';
import type { Erase } from '../models/eraser.ts';
import type { Hole } from './hole.ts';
import { filledLikewise, sharpened } from './sharpen.ts';
import { shownFill } from './shown-fill.ts';

/** Fills are made at the window's own size up to this, and enlarged from there. */
const LARGEST = 1024;

/**
 * Erases an object from a window and inpaints the hole with background.
 * @param occluders other objects and whatever else is no background: never used for the fill, and kept
 */
export async function eraseFrom(
  erase: Erase,
  picture: Picture,
  window: Box,
  { object, hole }: Hole,
  occluders?: GreyPicture,
): Promise<Patch> {
  const side = Math.min(window.width, LARGEST);
  const seen =
    window.width >= 2 * LARGEST
      ? coarseViewsOf(picture, window)
      : (width: number, height: number) => viewOf(picture, window, width, height);
  const [large, small] = [side, hole.width].map(length => ({
    view: seen(length, length),
    unknown: unknownIn(picture, window, length, hole, occluders),
  }));
  const { view, unknown } = small;
  const known = planeWhere(unknown, hole.width, false);
  const fill = await erase(weighted(view, known), planeWhere(unknown, hole.width, true));
  const whole = { left: 0, top: 0, width: side, height: side };
  const part = visiblePart(hole, side);
  const sharp = side > hole.width;
  const image = sharp ? sharpened(fill, small, large, part) : resizePart(fill.filled, whole, part);
  const fitted = (mask: GreyPicture) => resizePart(planeOf(mask), whole, part).data;
  const before = { data: cutPlanes(large.view, part), dims: image.dims };
  const opacity = shownFill(before, image, { object: fitted(object), hole: fitted(hole) });
  const alpha =
    picture.alpha && filledLikewise(alphaViewOf(picture, window, side), large, fill.weights, part);
  const at = onPicture(part, window, side);
  const rowsOf = (x: Tensor) => () => resizedRows(x, at.width, at.height);
  return {
    window: at,
    image: rowsOf(image),
    opacity: rowsOf(opacity),
    ...(alpha && { alpha: rowsOf(alpha) }),
  };
}

/** A part of a window that was made with `side` pixels on a side, in pixels of the picture. */
function onPicture(part: Box, window: Box, side: number): Box {
  const scale = window.width / side;
  return {
    left: Math.round(window.left + part.left * scale),
    top: Math.round(window.top + part.top * scale),
    width: Math.round(part.width * scale),
    height: Math.round(part.height * scale),
  };
}

/** Where a window, `side` × `side`, is not known to be background: not 0. */
function unknownIn(
  picture: Picture,
  window: Box,
  side: number,
  hole: GreyPicture,
  occluders: GreyPicture | undefined,
): Uint8Array {
  const unknown = beyondPicture(window, picture, side);
  for (const mask of occluders === undefined ? [hole] : [hole, occluders]) {
    const cells = resize(planeOf(mask), side, side).data;
    for (let i = 0; i < unknown.length; i++) if (cells[i] > 0) unknown[i] = 1;
  }
  return unknown;
}
