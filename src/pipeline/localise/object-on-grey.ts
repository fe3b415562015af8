import { planeOf } from '../image/plane.ts';
import { coarseView, type Pyramid } from '../image/pyramid.ts';
import { resize } from '../image/resample.ts';
import { grow } from '../masks/morphology.ts';
import { type Tensor, weighted } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import type { Region } from './fine-pass.ts';

/** The object on grey, as in the image tower's training: `[1, 3, size, size]`. */
export function objectOnGrey(
  pack: Pack,
  pyramid: Pyramid,
  { window, mask }: Pick<Region, 'window' | 'mask'>,
): Tensor {
  const { size } = pack.manifest.components.clipImage.pixels;
  const view = coarseView(pyramid, window, size, size);
  const shape = planeOf(grow(mask, mask.width / size), 1);
  return weighted(view, resize(shape, size, size));
}
