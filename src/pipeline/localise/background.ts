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

/** The foreground model's logit below which a cell is background. */
const BACKGROUND = -1;
/** Cells farther than this from all foreground, in parts of the window's side, belong to no object. */
const FAR = 1 / 16;
/**
 * Logits of objects in a view of a window, `[1, 1, S, S]`.
 * @param beyond 1 where a cell lies beyond the picture: what the view extrapolates there is replaced by
 * mid-grey, as in training
 */
export const foregroundLogits = (
  segmentForeground: SegmentForeground,
  view: Tensor,
  beyond: Uint8Array,
): Promise<Tensor> => segmentForeground(onGrey(view, beyond));

/**
 * The segmenter's logits of each window, `[1, 1, side, side]`, without background: a striped wall or paper
 * can be a false positive. Unchanged where the pack has no foreground model.
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
  // The foreground model misses objects of nearly the background's colour: then its output is not used.
  if (!seen.includes(255)) return { data, dims };
  const near = grow({ width, height, data: seen }, FAR * width).data;
  return { data: data.map((logit, i) => (near[i] < SET ? ABSENT : logit)), dims };
}

const onGrey = (view: Tensor, beyond: Uint8Array): Tensor =>
  weighted(view, planeWhere(beyond, view.dims[3], false));
