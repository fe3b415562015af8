import { boxOf, connected, maskOf } from '../calibrate/components.ts';
import { runsFrom } from '../calibrate/runs.ts';
import type { Box, GreyPicture } from '../image/picture.ts';
import { cutPlanes } from '../image/plane.ts';
import { resize } from '../image/resample.ts';
import type { Tensor } from '../tensor.ts';

/** An object without ground: how much of each pixel it covers, and its colours times that. */
export interface Sprite {
  /** α, `[1, 1, h, w]` in 0…1. */
  readonly alpha: Tensor;
  /** αF, premultiplied, `[1, 3, h, w]`: within ±α, for colours F in −1…1. */
  readonly colour: Tensor;
}

/** Coverage from which a pixel belongs to an object's outline. */
const INK = 0.4;

/** What an object covers by more than `INK`, 255 = object. */
export function outlineOf({ alpha: { data, dims } }: Sprite): GreyPicture {
  const [, , height, width] = dims;
  const cells = new Uint8Array(data.length);
  for (let i = 0; i < cells.length; i++) cells[i] = data[i] > INK ? 255 : 0;
  return { width, height, data: cells };
}

/** The box round an object's outline; undefined when nothing was painted. */
export const inkOf = (sprite: Sprite): Box | undefined => boxOf(outlineOf(sprite));

/** A part of a sprite as a sprite. */
export function cropped({ alpha, colour }: Sprite, box: Box): Sprite {
  const part = (x: Tensor): Tensor => ({
    data: cutPlanes(x, box),
    dims: [1, x.dims[1], box.height, box.width],
  });
  return { alpha: part(alpha), colour: part(colour) };
}

/** A sprite at another size. Premultiplied colours resample without a fringe. */
export function resized({ alpha, colour }: Sprite, width: number, height: number): Sprite {
  return { alpha: resize(alpha, width, height), colour: resize(colour, width, height) };
}

/** Faint coverage by which parts of an object hang together, and the area below which a part is a speck, of the whole. */
const FAINT = 0.1;
const SPECK = 0.002;

/** The sprite without the specks that stand apart from its object. */
export function withoutSpecks({ alpha, colour }: Sprite): Sprite {
  const [, , height, width] = alpha.dims;
  const parts = connected(runsFrom(alpha.data, width, FAINT), width);
  const ink = parts.reduce((sum, { area }) => sum + area, 0);
  const kept = maskOf(
    width,
    height,
    parts.filter(({ area }) => area >= SPECK * ink),
  ).data;
  const clear = (x: Tensor): Tensor => ({
    dims: x.dims,
    data: x.data.map((value, i) => (kept[i % kept.length] === 0 ? 0 : value)),
  });
  return { alpha: clear(alpha), colour: clear(colour) };
}
