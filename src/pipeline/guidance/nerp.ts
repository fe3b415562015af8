import { dot } from '../math/numeric.ts';
import { combine, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import type { Loss } from './clip-loss.ts';
import { addBack, cutOut } from './cut-outs.ts';

/**
 * The non-editing region preserving loss (Huang et al. 2023, equation 7): perceptual distance plus mean
 * square error between an image and the source, both with the region set to grey. Returns a function of the
 * image `[1, 3, H, W]`.
 * @param source `[1, 3, H, W]` in −1…1
 * @param outside `[1, 1, H, W]`, 1 = to be preserved
 */
export async function nerpLoss(
  pack: Pack,
  source: Tensor,
  outside: Tensor,
): Promise<(image: Tensor) => Promise<Loss>> {
  const hidden = masked(source, outside);
  const distance = await perceptualDistance(pack, hidden);
  const count = Math.max(1, 3 * outside.data.reduce((sum, v) => sum + v, 0));
  return async image => {
    const visible = masked(image, outside);
    const perceptual = await distance(visible);
    const difference = combine(1, visible, -1, hidden);
    const slope = combine(1, perceptual.cotangent, 2 / count, difference);
    const value = perceptual.value + dot(difference.data, difference.data) / count;
    return { value, cotangent: masked(slope, outside) };
  };
}

/** An image with everything grey where the mask is 0; its own adjoint. */
function masked(image: Tensor, mask: Tensor): Tensor {
  const [values, kept] = [image.data, mask.data];
  const data = new Float32Array(values.length);
  for (let start = 0; start < data.length; start += kept.length) {
    for (let i = 0; i < kept.length; i++) data[start + i] = values[start + i] * kept[i];
  }
  return { data, dims: image.dims };
}

/**
 * The perceptual distance to the source, 1 − cosine of CLIP's embeddings: its gradient by the embedding is
 * minus the source's own. The paper compares features of a network for perceptual similarity, which no pack
 * has.
 */
async function perceptualDistance(pack: Pack, source: Tensor): Promise<(image: Tensor) => Promise<Loss>> {
  const { size } = pack.manifest.components.clipImage.pixels;
  const [, , height, width] = source.dims;
  const whole = { left: 0, top: 0, width, height };
  const target = await pack.encodeImage(cutOut(source, whole, size));
  const negated = { data: target.data.map(v => -v), dims: target.dims };
  return async image => {
    const { output, cotangent } = await pack.gradients.encodeImage(cutOut(image, whole, size), negated);
    const total: Tensor = { data: new Float32Array(image.data.length), dims: image.dims };
    addBack(total, whole, cotangent);
    return { value: 1 - dot(output.data, target.data), cotangent: total };
  };
}
