import type { Candidate } from '../calibrate/index.ts';
import type { Picture } from '../image/picture.ts';
import { viewOf } from '../image/view.ts';
import type { Pack } from '../models/pack.ts';
import type { EditOptions } from '../options.ts';
import { concat, slice, type Tensor } from '../tensor.ts';
import { enlarge, latentMask } from './latent-mask.ts';

/** A region window ready for the UNet. */
export interface EncodedRegion {
  readonly candidate: Candidate;
  /** The window at the pack's resolution, `[1, 3, H, W]` in −1…1. */
  readonly view: Tensor;
  readonly latentMask: Tensor;
  readonly initLatents: Tensor;
  readonly maskedLatents: Tensor;
}

/** Window → latents of the source, and of the source with the part to repaint greyed out. */
export async function encodeRegion(
  pack: Pack,
  picture: Picture,
  candidate: Candidate,
  { mask }: EditOptions,
): Promise<EncodedRegion> {
  const { resolution, scaleFactor } = pack.manifest;
  const view = viewOf(picture, candidate.window, resolution, resolution);
  const cells = latentMask(candidate.mask, mask, resolution / scaleFactor);
  const masked = greyedOut(view, enlarge(cells, scaleFactor));
  const latents = await pack.encodeLatents(concat([view, masked]));
  return {
    candidate,
    view,
    latentMask: cells,
    initLatents: slice(latents, 0),
    maskedLatents: slice(latents, 1),
  };
}

/** `[1, C, H, W]` without what `hidden` `[1, 1, H, W]` covers: grey is 0. */
function greyedOut({ data: view, dims }: Tensor, { data: hidden }: Tensor): Tensor {
  const data = new Float32Array(view.length);
  for (let plane = 0; plane < data.length; plane += hidden.length) {
    for (let p = 0, i = plane; p < hidden.length; p++, i++) data[i] = view[i] * (1 - hidden[p]);
  }
  return { data, dims };
}
