import { type Patch, uniformRows } from '../composite/paste.ts';
import type { Box } from '../image/picture.ts';
import { type MakeRow, resize, resizedRows } from '../image/resample.ts';
import { cutRound } from '../masks/visible-part.ts';
import { concat, slice, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { solveMatte } from './matte.ts';
import { inkOf, type Sprite } from './sprite.ts';

/** Pixels round the outline that are extracted with it: its edge is soft, and the upscaler needs context. */
const MARGIN = 8;

/** An object extracted at its own size, and where in it the outline's box lies. */
export interface ExtractedObject {
  readonly sprite: Sprite;
  /** In pixels of the sprite; may begin and end between two. */
  readonly ink: Box;
}

/**
 * The object in a window painted on the light and on the dark background (`[2, 3, S, S]`). Where it is pasted
 * larger than it was painted, the pack's upscaler enlarges both before the matte is solved. Undefined when
 * nothing was painted.
 * @param placeOf its placement, in pixels of the picture
 */
export async function extractObject(
  { upscale, manifest }: Pack,
  images: Tensor,
  placeOf: (sprite: Sprite, ink: Box) => Box,
): Promise<{ cut: ExtractedObject; at: Box } | undefined> {
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

/** An object as it is pasted, and its coverage of each pixel of its window: `[1, 1, h, w]` in 0…1. */
export interface LaidObject extends Patch {
  readonly coverage: Tensor;
}

/** The object resampled so that its outline's box is `at`, in pixels of the picture. */
export function laid({ sprite: { alpha, colour }, ink }: ExtractedObject, at: Box): LaidObject {
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
  const coverage = resize(alpha, window.width, window.height, 'triangle', part);
  return {
    window,
    image: () => {
      const premultiplied = resizedRows(colour, window.width, window.height, 'triangle', part);
      return unpremultiplied(premultiplied, coverage);
    },
    opacity: () => inLevels(coverage),
    alpha: uniformRows(window.width, 1),
    object: true,
    coverage,
  };
}

/** Unpremultiplied colours where coverage is above 0; pasting multiplies them by it again. */
function unpremultiplied(premultiplied: MakeRow, { data: coverage, dims: [, , , width] }: Tensor): MakeRow {
  return (y, from, end) => {
    const row = premultiplied(y, from, end);
    for (let x = from, i = y * width + from; x < end; x++, i++) {
      if (coverage[i] === 0) continue;
      for (let at = x; at < row.length; at += width) row[at] /= coverage[i];
    }
    return row;
  };
}

/** Coverage as opacity in 0…255. */
function inLevels({ data: coverage, dims: [, , , width] }: Tensor): MakeRow {
  const row = new Float32Array(width);
  return (y, from, end) => {
    for (let x = from, i = y * width + from; x < end; x++, i++) row[x] = 255 * coverage[i];
    return row;
  };
}
