import { boxOf } from '../calibrate/components.ts';
import type { Box, GreyPicture } from '../image/picture.ts';
import { type Kernel, resize } from '../image/resample.ts';
import type { Tensor } from '../tensor.ts';

/** The part of a window of `side` pixels that a mask over it shows anything of: the rest need not be made. */
export function visiblePart(mask: GreyPicture, side: number): Box {
  const scale = side / mask.width;
  const box = boxOf(mask, 0) ?? { left: 0, top: 0, width: 1, height: 1 };
  // One pixel more on each side, as resampling spreads what it reads.
  const left = Math.max(0, Math.floor(box.left * scale) - 1);
  const top = Math.max(0, Math.floor(box.top * scale) - 1);
  const right = Math.min(side, Math.ceil((box.left + box.width) * scale) + 1);
  const bottom = Math.min(side, Math.ceil((box.top + box.height) * scale) + 1);
  return { left, top, width: right - left, height: bottom - top };
}

/** What `resize` to `side` × `side` would make, of `part` alone. */
export function resizePart(x: Tensor, part: Box, side: number, kernel: Kernel = 'triangle'): Tensor {
  const scale = x.dims[3] / side;
  return resize(x, part.width, part.height, kernel, {
    across: { start: part.left * scale, length: part.width * scale },
    down: { start: part.top * scale, length: part.height * scale },
  });
}
