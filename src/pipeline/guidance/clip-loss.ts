import type { Box } from '../image/picture.ts';
import { dot } from '../math/numeric.ts';
import { concat, scale, slice, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { addBack, cutOut } from './cut-outs.ts';

/** Keeps the gradient of the angle finite where picture and text are the same. */
const SMALLEST_SINE = 1e-3;

/** A loss of one image, and its cotangent. */
export interface Loss {
  readonly value: number;
  readonly cotangent: Tensor;
}

/**
 * The mean spherical distance 2·asin²(‖e − t‖/2) = θ²/2 of cut-outs to a text in CLIP's space (Crowson 2021),
 * where θ is the angle between them, and its cotangent by the image.
 *
 * With unit embeddings, d(θ²/2) = −(θ/sin θ)·t·de. All cut-outs are back-propagated with −t in one run that
 * also outputs θ; since a row's cotangent is linear in the cotangent of its embedding, θ/sin θ is multiplied
 * afterwards.
 * @param image `[1, 3, H, W]` in −1…1
 * @param textEmbeds `[1, width]`, unit length; `sign` −1 maximises the distance instead
 */
export async function clipLoss(
  pack: Pack,
  image: Tensor,
  { boxes, textEmbeds, sign = 1 }: { boxes: readonly Box[]; textEmbeds: Tensor; sign?: 1 | -1 },
): Promise<Loss> {
  const { size } = pack.manifest.components.clipImage.pixels;
  const views = concat(boxes.map(box => cutOut(image, box, size)));
  const away = { data: textEmbeds.data.map(v => -v), dims: textEmbeds.dims };
  const { output, cotangent } = await pack.gradients.encodeImage(views, concat(boxes.map(() => away)));
  const total: Tensor = { data: new Float32Array(image.data.length), dims: image.dims };
  let value = 0;
  for (const [i, box] of boxes.entries()) {
    const cosine = Math.min(1, Math.max(-1, dot(slice(output, i).data, textEmbeds.data)));
    const angle = Math.acos(cosine);
    const factor = (sign * angle) / Math.max(Math.sin(angle), SMALLEST_SINE) / boxes.length;
    value += (sign * angle ** 2) / 2 / boxes.length;
    addBack(total, box, scale(factor, slice(cotangent, i)));
  }
  return { value, cotangent: total };
}
