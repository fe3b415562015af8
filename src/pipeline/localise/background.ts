import { type Box, SET } from '../image/picture.ts';
import { planeWhere } from '../image/plane.ts';
import { coarseView, type Pyramid } from '../image/pyramid.ts';
import { resize } from '../image/resample.ts';
import { beyondPicture } from '../image/window.ts';
import { grow } from '../masks/morphology.ts';
import { concat, slice, type Tensor, weighted } from '../math/tensor.ts';
import type { SegmentForeground } from '../models/foreground.ts';
import type { Pack } from '../models/pack.ts';
import { ABSENT } from './logits.ts';

/** The foreground model's logit below which it sees nothing but ground. */
const BACKGROUND = -1;
/** Farther than this from all that it sees, in parts of the window's side, is no object. */
const FAR = 1 / 16;
/**
 * Logits of objects in a view of a window, `[1, 1, S, S]`.
 * @param beyond 1 where a cell lies beyond the picture: what the view makes up there is mid-grey, as in training
 */
export const foregroundLogits = (
  segmentForeground: SegmentForeground,
  view: Tensor,
  beyond: Uint8Array,
): Promise<Tensor> => segmentForeground(onGrey(view, beyond));

/**
 * The segmenter's logits of each window, `[1, 1, side, side]`, without ground: it sometimes takes a striped wall or paper for the object.
 * As they are where the pack has no foreground model.
 */
export async function withoutBackground(
  { segmentForeground, manifest: { resolution } }: Pick<Pack, 'segmentForeground' | 'manifest'>,
  pyramid: Pyramid,
  windows: readonly Box[],
  logits: readonly Tensor[],
): Promise<Tensor[]> {
  if (segmentForeground === undefined || windows.length === 0) return [...logits];
  const views = windows.map(window =>
    onGrey(
      coarseView(pyramid, window, resolution, resolution),
      beyondPicture(window, pyramid[0], resolution),
    ),
  );
  const foreground = await segmentForeground(concat(views));
  return logits.map((own, w) => {
    const [height, width] = own.dims.slice(-2);
    return nearForeground(own, resize(slice(foreground, w), width, height).data);
  });
}

/**
 * Logits without what lies far from every object.
 * @param objects the foreground model's logits on the same grid
 */
export function nearForeground({ data, dims }: Tensor, objects: Float32Array): Tensor {
  const [height, width] = dims.slice(-2);
  const seen = Uint8Array.from(objects, logit => (logit > BACKGROUND ? 255 : 0));
  // Things of nearly the ground's colour are nothing to the foreground model: then it has no say.
  if (!seen.includes(255)) return { data, dims };
  const near = grow({ width, height, data: seen }, FAR * width).data;
  return { data: data.map((logit, i) => (near[i] < SET ? ABSENT : logit)), dims };
}

const onGrey = (view: Tensor, beyond: Uint8Array): Tensor =>
  weighted(view, planeWhere(beyond, view.dims[3], false));
