import type { Picture } from '../image/picture.ts';
import { viewOf } from '../image/view.ts';
import type { Candidate } from '../localise/index.ts';
import { grow } from '../masks/morphology.ts';
import { slice, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import type { EditOptions } from '../options.ts';
import { enlarge, latentMask } from './latent-mask.ts';

/** What the UNet is to repaint a part of. */
export interface UNetWindow {
  /** The window at the pack's resolution, `[1, 3, H, W]` in −1…1. */
  readonly view: Tensor;
  /** `[1, 1, h, w]`, 1 = repaint. */
  readonly latentMask: Tensor;
  /** `[B, C, h, w]`, a row for each background; a region has one. */
  readonly initLatents: Tensor;
  readonly maskedLatents: Tensor;
}

/** A region window ready for the UNet. */
export interface EncodedRegion extends UNetWindow {
  readonly candidate: Candidate;
}

/** Window → latents of the source, and of the source with the part to repaint set to grey. */
export async function encodeRegion(
  pack: Pack,
  picture: Picture,
  candidate: Candidate,
  { mask, grow: growBy }: EditOptions,
): Promise<EncodedRegion> {
  const { resolution, scaleFactor } = pack.manifest;
  const outline = grow(candidate.mask, growBy * (candidate.mask.width / resolution));
  const view = viewOf(picture, candidate.window, resolution, resolution);
  const cells = latentMask(outline, mask, resolution / scaleFactor);
  const latents = await pack.encodeLatents(withGreyedOut(view, enlarge(cells, scaleFactor)));
  return {
    candidate,
    view,
    latentMask: cells,
    initLatents: slice(latents, 0),
    maskedLatents: slice(latents, 1),
  };
}

/** `[1, C, H, W]` and the same without what `hidden` `[1, 1, H, W]` covers, as `[2, C, H, W]`: grey is 0. */
function withGreyedOut({ data: view, dims }: Tensor, { data: hidden }: Tensor): Tensor {
  const data = new Float32Array(2 * view.length);
  data.set(view);
  for (let from = 0, to = view.length; from < view.length; ) {
    for (let p = 0; p < hidden.length; p++) data[to++] = view[from++] * (1 - hidden[p]);
  }
  return { data, dims: dims.with(0, 2) };
}
