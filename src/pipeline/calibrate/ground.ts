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
type Size = Pick<Picture, 'width' | 'height'>;

/** Logits of objects in a view of a window, `[1, 1, S, S]`. What a view makes up beyond the picture is mid-grey, as in training. */
export const foregroundOf = (
  segmentForeground: SegmentForeground,
  view: Tensor,
  window: Box,
  picture: Size,
): Promise<Tensor> => segmentForeground(onGrey(view, window, picture));

/**
 * The segmenter's logits of each window, `[1, 1, side, side]`, without ground: it sometimes takes a striped wall or paper for the object.
 * As they are where the pack has no foreground model.
 */
export async function withoutGround(
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
    return nearObjects(own, resize(slice(foreground, w), width, height).data);
  });
}

/**
 * Logits without what lies far from every object.
 * @param objects the foreground model's logits on the same grid
 */
export function nearObjects({ data, dims }: Tensor, objects: Float32Array): Tensor {
  const [height, width] = dims.slice(-2);
  const seen = Uint8Array.from(objects, logit => (logit > GROUND ? 255 : 0));
  // Things of nearly the ground's colour are nothing to the foreground model: then it has no say.
  if (!seen.includes(255)) return { data, dims };
  const near = grow({ width, height, data: seen }, FAR * width).data;
  return { data: data.map((logit, i) => (near[i] < 128 ? ABSENT : logit)), dims };
}

function onGrey(view: Tensor, window: Box, picture: Size): Tensor {
  const side = view.dims[3];
  return weighted(view, planeWhere(beyondPicture(window, picture, side), side, false));
}
