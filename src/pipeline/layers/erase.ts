import type { Patch } from '../composite/paste.ts';
import { visiblePart } from '../composite/visible-part.ts';
import type { Box, GreyPicture, Picture } from '../image/picture.ts';
import { planeOf } from '../image/plane.ts';
import { resize } from '../image/resample.ts';
import { alphaViewOf, viewOf } from '../image/view.ts';
import type { Erase, Fill } from '../models/eraser.ts';
import type { Tensor } from '../tensor.ts';
import { beyond, type Hole } from './hole.ts';
import { filledLikewise, type Holed, sharpened } from './sharpen.ts';
import { shownFill } from './shown-fill.ts';

/** Fills are made at the window's own size up to this, and enlarged from there. */
const LARGEST = 1024;

/**
 * Takes an object out of a window and fills the hole with ground.
 * @param occluders the same for what is not ground either, such as other objects: it is no evidence, and stays
 */
export async function eraseFrom(
  erase: Erase,
  picture: Picture,
  window: Box,
  { object, hole }: Hole,
  occluders?: GreyPicture,
): Promise<Patch> {
  const small = holedView(picture, window, hole.width, hole, occluders);
  const fill = await erase(withoutUnknown(small), unknownPlane(small));
  const side = Math.min(window.width, LARGEST);
  const large = holedView(picture, window, side, hole, occluders);
  const filled = side > hole.width ? sharpened(fill, small, large) : resize(fill.filled, side, side);
  return patchOf(picture, window, { filled, fill, large, object, hole });
}

/** The window as squares of `side` pixels: what is seen of it, and where it is not known to be ground. */
function holedView(
  picture: Picture,
  window: Box,
  side: number,
  hole: GreyPicture,
  occluders: GreyPicture | undefined,
): Holed {
  const unknown = beyond(window, picture, side);
  for (const mask of occluders === undefined ? [hole] : [hole, occluders]) {
    const cells = resize(planeOf(mask), side, side).data;
    for (let i = 0; i < unknown.length; i++) if (cells[i] > 0) unknown[i] = 1;
  }
  return { view: viewOf(picture, window, side, side), unknown };
}

const unknownPlane = ({ unknown, view }: Holed): Tensor => ({
  data: Float32Array.from(unknown),
  dims: [1, 1, view.dims[2], view.dims[3]],
});

function withoutUnknown({ view, unknown }: Holed): Tensor {
  return {
    data: view.data.map((value, i) => (unknown[i % unknown.length] === 0 ? value : 0)),
    dims: view.dims,
  };
}

/** The part of the window that the hole covers, at the window's own size. */
function patchOf(
  picture: Picture,
  window: Box,
  { filled, fill, large, object, hole }: Hole & { filled: Tensor; fill: Fill; large: Holed },
): Patch {
  const side = large.view.dims[3];
  const fitted = (mask: GreyPicture) => resize(planeOf(mask), side, side).data;
  const opacity = shownFill(large.view, filled, { object: fitted(object), hole: fitted(hole) });
  const part = visiblePart({ width: side, height: side, data: opacity }, window.width);
  const scale = side / window.width;
  const cut = (x: Tensor): Tensor =>
    resize(x, part.width, part.height, 'triangle', {
      across: { start: part.left * scale, length: part.width * scale },
      down: { start: part.top * scale, length: part.height * scale },
    });
  const plane = (data: Float32Array): Tensor => ({ data, dims: [1, 1, side, side] });
  return {
    window: { ...part, left: window.left + part.left, top: window.top + part.top },
    image: cut(filled),
    opacity: cut(plane(Float32Array.from(opacity))),
    ...(picture.alpha === undefined
      ? {}
      : {
          alpha: cut(
            plane(filledLikewise(alphaViewOf(picture, window, side), large.unknown, fill.weights, 1)),
          ),
        }),
  };
}
