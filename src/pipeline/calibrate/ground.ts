import type { Box, Picture } from '../image/picture.ts';
import { planeWhere } from '../image/plane.ts';
import { coarseView, type Pyramid } from '../image/pyramid.ts';
import { resize } from '../image/resample.ts';
import type { SegmentForeground } from '../models/foreground.ts';
import type { Pack } from '../models/pack.ts';
import { beyondPicture } from '../region/window.ts';
import { concat, slice, type Tensor, weighted } from '../tensor.ts';
import { grow } from './distance.ts';
import { ABSENT } from './logits.ts';

/** The foreground model's logit below which it sees nothing but ground. */
const GROUND = -1;
/** Farther than this from all that it sees, in parts of the window's side, is no object. */
const FAR = 1 / 16;
/** The segmenter sees the object from about here on: its outlines begin there. */
const SEEN = 0.35;
/** What a logit of the foreground model adds to the segmenter's, at most how much, and how far from what the segmenter sees. */
const WEIGHT = 0.5;
const MOST = 1;
const BESIDE = 1 / 25;

type Size = Pick<Picture, 'width' | 'height'>;

/** Logits of objects in a view of a window, `[1, 1, S, S]`. What a view makes up beyond the picture is mid-grey, as in training. */
export const foregroundOf = (
  segmentForeground: SegmentForeground,
  view: Tensor,
  window: Box,
  picture: Size,
): Promise<Tensor> => segmentForeground(onGrey(view, window, picture));

/**
 * The segmenter's logits of each window, `[1, 1, side, side]`, with what the foreground model says of it: the segmenter sometimes takes
 * striped or papery ground for the object, and misses pots and hooves. As they are where the pack has no such model.
 */
export async function weighedWithGround(
  { segmentForeground, manifest: { resolution } }: Pick<Pack, 'segmentForeground' | 'manifest'>,
  pyramid: Pyramid,
  windows: readonly Box[],
  logits: readonly Tensor[],
): Promise<Tensor[]> {
  if (segmentForeground === undefined || windows.length === 0) return [...logits];
  const views = windows.map(window =>
    onGrey(coarseView(pyramid, window, resolution, resolution), window, pyramid[0]),
  );
  const foreground = await segmentForeground(concat(views));
  return logits.map((own, w) => {
    const [height, width] = own.dims.slice(-2);
    return weighed(own, resize(slice(foreground, w), width, height).data);
  });
}

/** @param objects the foreground model's logits on the same grid */
export function weighed({ data, dims }: Tensor, objects: Float32Array): Tensor {
  const [height, width] = dims.slice(-2);
  const grown = (logits: Float32Array, level: number, reach: number) =>
    grow({ width, height, data: Uint8Array.from(logits, logit => (logit > level ? 255 : 0)) }, reach * width)
      .data;
  const near = grown(objects, GROUND, FAR);
  // Things of nearly the ground's colour are nothing to the foreground model: then it has no say.
  if (!near.includes(255)) return { data, dims };
  const beside = grown(data, SEEN, BESIDE);
  const out = data.map((logit, i) => {
    if (near[i] < 128) return ABSENT;
    return beside[i] < 128 ? logit : logit + Math.max(0, Math.min(MOST, WEIGHT * objects[i]));
  });
  return { data: out, dims };
}

function onGrey(view: Tensor, window: Box, picture: Size): Tensor {
  const side = view.dims[3];
  return weighted(view, planeWhere(beyondPicture(window, picture, side), side, false));
}
