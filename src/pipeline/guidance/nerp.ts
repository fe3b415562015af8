import { dot } from '../math/numeric.ts';
import { combine, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import type { Loss } from './clip-loss.ts';
import { addBack, cutOut } from './cut-outs.ts';

/** What the non-editing region is compared by: features of the source, and how to lead differences back. */
interface Features {
  /** The distance of an image to the source, and its cotangent. */
  distance(image: Tensor): Promise<Loss>;
}

/**
 * The non-editing region preserving loss (Huang et al. 2023, equation 7): perceptual distance plus mean square error between
 * an image and the source, both with the region greyed out. Returns a function of the image `[1, 3, H, W]`.
 * @param source `[1, 3, H, W]` in −1…1
 * @param outside `[1, 1, H, W]`, 1 = to be preserved
 */
export async function nerpLoss(
  pack: Pack,
  source: Tensor,
  outside: Tensor,
): Promise<(image: Tensor) => Promise<Loss>> {
  const hidden = masked(source, outside);
  const { distance } = await (pack.perceive === undefined ? towerFeatures : perceptualFeatures)(pack, hidden);
  const count = Math.max(1, 3 * outside.data.reduce((sum, v) => sum + v, 0));
  return async image => {
    const seen = masked(image, outside);
    const perceptual = await distance(seen);
    const difference = combine(1, seen, -1, hidden);
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

/** Mean square difference of the pack's perceptual features. */
async function perceptualFeatures(pack: Pack, source: Tensor): Promise<Features> {
  const [perceive, lead] = [pack.perceive!, pack.gradients.perceive!];
  const target = await perceive(source);
  return {
    async distance(image) {
      const features = await perceive(image);
      const n = features.data.length;
      const differences = features.data.map((v, i) => v - target.data[i]);
      const slope = { data: differences.map(v => (2 * v) / n), dims: features.dims };
      const { cotangent } = await lead(image, slope);
      return { value: dot(differences, differences) / n, cotangent };
    },
  };
}

/** 1 − cosine of CLIP's embeddings, for packs without perceptual features: its slope by the embedding is −e of the source. */
async function towerFeatures(pack: Pack, source: Tensor): Promise<Features> {
  const { size } = pack.manifest.components.clipImage.pixels;
  const [, , height, width] = source.dims;
  const whole = { left: 0, top: 0, width, height };
  const target = await pack.encodeImage(cutOut(source, whole, size));
  const away = { data: target.data.map(v => -v), dims: target.dims };
  return {
    async distance(image) {
      const { output, cotangent } = await pack.gradients.encodeImage(cutOut(image, whole, size), away);
      const total: Tensor = { data: new Float32Array(image.data.length), dims: image.dims };
      addBack(total, whole, cotangent);
      return { value: 1 - dot(output.data, target.data), cotangent: total };
    },
  };
}
