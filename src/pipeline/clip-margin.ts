import type { Pack } from './models/pack.ts';
import { asPrompt, knownWord } from './models/vocabulary.ts';
import { dot } from './numeric.ts';
import { slice, type Tensor } from './tensor.ts';

/** Scale of the margin's unit: cosines differ by hundredths where logits differ by ones. */
const COSINE_TO_LOGIT = 10;

/**
 * How much nearer to `words` each image is than to the best other word of a closed vocabulary, in CLIP's space and in tens
 * of cosine; with an open vocabulary, than to the best of the pack's contrasts.
 * @param images `[B, 3, size, size]` in −1…1, best with the thing alone on grey, as the tower saw it in training
 */
export async function clipMargins(pack: Pack, words: string, images: Tensor): Promise<number[]> {
  const vocabulary = pack.manifest.vocabulary?.finds ?? pack.manifest.calibration.contrasts;
  const known = knownWord(words, vocabulary);
  const others = vocabulary.filter(word => word !== known);
  const own = (await pack.encodeText(asPrompt(pack.manifest, words))).textEmbeds.data;
  const rivals = await pack.encodeTexts(others.map(word => asPrompt(pack.manifest, word)));
  const embeds = await pack.encodeImage(images);
  return Array.from({ length: images.dims[0] }, (_, i) => {
    const image = slice(embeds, i).data;
    const best =
      rivals.length === 0 ? 0 : Math.max(...rivals.map(rival => dot(image, rival.textEmbeds.data)));
    return COSINE_TO_LOGIT * (dot(image, own) - best);
  });
}

/** Images `[B, C, h, w]` with everything greyed out where `weight` `[B, 1, h, w]` is 0. */
export function onGrey(images: Tensor, weight: Tensor): Tensor {
  const [batch, channels] = images.dims;
  const plane = weight.data.length / batch;
  const data = new Float32Array(images.data.length);
  for (let i = 0; i < data.length; i++) {
    const row = Math.floor(i / (channels * plane));
    data[i] = images.data[i] * weight.data[row * plane + (i % plane)];
  }
  return { data, dims: images.dims };
}
