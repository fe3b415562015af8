import type { Patch } from '../composite/paste.ts';
import { cutRound } from '../composite/visible-part.ts';
import type { Box } from '../image/picture.ts';
import { resize } from '../image/resample.ts';
import { concat, slice, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { solveMatte } from './matte.ts';
import { inkOf, type Sprite } from './sprite.ts';

/** Pixels round the outline that are cut out with it: its edge is soft, and the upscaler sees what is beside it. */
const MARGIN = 8;

/** An object cut out at its own size, and where in it the outline's box lies. */
export interface CutOut {
  readonly sprite: Sprite;
  /** In pixels of the sprite; may begin and end between two. */
  readonly ink: Box;
}

/**
 * The object that a window on the light and the dark ground shows (`[2, 3, S, S]`), enlarged by the pack's upscaler before the matte is
 * solved where it is to be larger than it was painted. Undefined when there is nothing.
 * @param placeOf where the object goes, in pixels of the picture
 */
export async function cutOut(
  { upscale, manifest }: Pack,
  images: Tensor,
  placeOf: (sprite: Sprite, ink: Box) => Box,
): Promise<{ cut: CutOut; at: Box } | undefined> {
  const small = solveMatte(slice(images, 0), slice(images, 1));
  const ink = inkOf(small);
  if (ink === undefined) return undefined;
  const at = placeOf(small, ink);
  const cuts = [0, 1].map(g => cutRound(slice(images, g), ink, images.dims[3], MARGIN));
  const part = cuts[0].of;
  let windows = concat(cuts.map(({ image }) => image));
  const times = at.width / ink.width;
  if (times > 1 && manifest.defaults.enlarge === 'upscaler' && upscale !== undefined) {
    windows = await upscale(windows, times);
  }
  const scale = windows.dims[3] / part.width;
  const sprite = solveMatte(slice(windows, 0), slice(windows, 1));
  const inSprite = {
    left: (ink.left - part.left) * scale,
    top: (ink.top - part.top) * scale,
    width: ink.width * scale,
    height: ink.height * scale,
  };
  return { cut: { sprite, ink: inSprite }, at };
}

/** The object laid so that its outline's box comes to `at`, in pixels of the picture. */
export function laid({ sprite: { alpha, colour }, ink }: CutOut, at: Box): Patch {
  const [, , rows, columns] = alpha.dims;
  const scale = { across: at.width / ink.width, down: at.height / ink.height };
  const rim = {
    left: Math.floor(ink.left * scale.across),
    top: Math.floor(ink.top * scale.down),
    right: Math.floor((columns - ink.left - ink.width) * scale.across),
    bottom: Math.floor((rows - ink.top - ink.height) * scale.down),
  };
  const window = {
    left: at.left - rim.left,
    top: at.top - rim.top,
    width: rim.left + at.width + rim.right,
    height: rim.top + at.height + rim.bottom,
  };
  const part = {
    across: { start: ink.left - rim.left / scale.across, length: window.width / scale.across },
    down: { start: ink.top - rim.top / scale.down, length: window.height / scale.down },
  };
  const fitted = (x: Tensor) => resize(x, window.width, window.height, 'triangle', part);
  const coverage = fitted(alpha);
  return {
    window,
    image: unpremultiplied(fitted(colour), coverage),
    opacity: { data: coverage.data.map(v => 255 * v), dims: coverage.dims },
    alpha: { data: new Float32Array(coverage.data.length).fill(1), dims: coverage.dims },
    object: true,
  };
}

/** Colours of their own where there is coverage; pasting multiplies them by it again. */
function unpremultiplied({ data, dims }: Tensor, { data: alpha }: Tensor): Tensor {
  const colours = new Float32Array(data.length);
  for (let start = 0; start < data.length; start += alpha.length) {
    for (let p = 0, i = start; p < alpha.length; p++, i++) if (alpha[p] > 0) colours[i] = data[i] / alpha[p];
  }
  return { data: colours, dims };
}
