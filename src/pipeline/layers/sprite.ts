import type { Box, GreyPicture } from '../image/picture.ts';
import { boxOf, connected, maskOf } from '../masks/components.ts';
import { grow } from '../masks/morphology.ts';
import { runsFrom } from '../masks/runs.ts';
import type { Tensor } from '../math/tensor.ts';

/** An object without background: how much of each pixel it covers, and its colours times that. */
export interface Sprite {
  /** α, `[1, 1, h, w]` in 0…1. */
  readonly alpha: Tensor;
  /** αF, premultiplied, `[1, 3, h, w]`: within ±α, for colours F in −1…1. */
  readonly colour: Tensor;
}

/** Coverage from which a pixel belongs to an object's outline. */
const INK = 0.4;

/** The mask of coverage above `INK`, 255 = object. */
export function outlineOf({ alpha: { data, dims } }: Sprite): GreyPicture {
  const [, , height, width] = dims;
  const cells = new Uint8Array(data.length);
  for (let i = 0; i < cells.length; i++) cells[i] = data[i] > INK ? 255 : 0;
  return { width, height, data: cells };
}

/** The box round an object's outline; undefined when nothing was painted. */
export const inkOf = (sprite: Sprite): Box | undefined => boxOf(outlineOf(sprite));

/** Coverage from which a pixel hides what is behind it, and from which it shows anything at all. */
const OPAQUE = 0.85;
const VISIBLE = 0.15;
/** Pixels from its outline to where an object's inside begins, in parts of the sprite's width. */
const EDGE = 1 / 64;

/** The part of an object's inside that lets the background through, 0…1. */
export function translucentPart({ alpha: { data, dims } }: Sprite): number {
  const [, , height, width] = dims;
  const visible = { width, height, data: Uint8Array.from(data, value => (value > VISIBLE ? 255 : 0)) };
  const inside = grow(visible, -EDGE * width).data;
  let [all, translucent] = [0, 0];
  for (let i = 0; i < inside.length; i++) {
    if (inside[i] === 0) continue;
    all++;
    if (data[i] < OPAQUE) translucent++;
  }
  return all === 0 ? 0 : translucent / all;
}

/**
 * Coverage that connects components of an object, and the share of the area below which a component is
 * dropped.
 */
const FAINT = 0.1;
const SPECK = 0.002;
/** Pixels round an object whose coverage may be lower still. */
const RIM = 1;

/** The sprite without small components beside its object. */
export function withoutSpecks({ alpha, colour }: Sprite): Sprite {
  const [, , height, width] = alpha.dims;
  const parts = connected(runsFrom(alpha.data, width, FAINT), width);
  const ink = parts.reduce((sum, { area }) => sum + area, 0);
  const object = parts.filter(({ area }) => area >= SPECK * ink);
  const kept = grow(maskOf(width, height, object), RIM).data;
  return { alpha: within(alpha, kept), colour: within(colour, kept) };
}

/** What of planes `[1, C, h, w]` a mask shows. */
function within({ data, dims }: Tensor, mask: Uint8Array): Tensor {
  const out = new Float32Array(data.length);
  for (let start = 0; start < out.length; start += mask.length) {
    for (let p = 0, i = start; p < mask.length; p++, i++) if (mask[p] > 0) out[i] = data[i];
  }
  return { data: out, dims };
}
