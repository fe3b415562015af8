import { dot } from '../math/numeric.ts';
import { slice, type Tensor } from '../math/tensor.ts';
import type { Manifest } from './manifest.ts';
import type { Pack } from './pack.ts';
import { asPrompt, knownWord } from './vocabulary.ts';

/** Scale of the margin's unit: cosines differ by hundredths where logits differ by ones. */
const COSINE_TO_LOGIT = 10;

/** The position of an image in CLIP's space between some words and all others. */
export interface ClipRanking {
  /** Cosine to the words minus that to the nearest other word, in tenths. */
  readonly margin: number;
  /** How many other words have a higher cosine. */
  readonly nearer: number;
  /** Its embedding, of length 1. */
  readonly embedding: Float32Array;
}

/**
 * Ranks `words` for each image against every other word of a closed vocabulary; with an open vocabulary,
 * against the pack's contrasts.
 * @param images `[B, 3, size, size]` in −1…1, best with the object alone on grey, as in the tower's training
 */
export async function clipRankings(pack: Pack, words: string, images: Tensor): Promise<ClipRanking[]> {
  const contrasts = contrastsOf(pack.manifest);
  const known = knownWord(
    words,
    contrasts.map(({ word }) => word),
  );
  const others = contrasts.filter(({ word }) => word !== known);
  const [own, ...rivals] = await pack.embedTexts([
    asPrompt(pack.manifest, words),
    ...others.map(({ prompt }) => prompt),
  ]);
  const embeds = await pack.encodeImage(images);
  return Array.from({ length: images.dims[0] }, (_, i) => {
    const embedding = slice(embeds, i).data;
    const cosine = dot(embedding, own);
    const cosines = rivals.map(rival => dot(embedding, rival));
    const best = cosines.length === 0 ? 0 : Math.max(...cosines);
    return {
      margin: COSINE_TO_LOGIT * (cosine - best),
      nearer: cosines.filter(other => other > cosine).length,
      embedding,
    };
  });
}

/**
 * Cosine by which the nearest word must lead the next to be reported: what two words fit alike is neither for
 * certain.
 */
const LEAD = 0.1;

/**
 * The word of a closed vocabulary nearest to an image `[1, 3, size, size]`; undefined when it is not clear,
 * and with an open vocabulary.
 */
export async function nearestWord(pack: Pack, image: Tensor): Promise<string | undefined> {
  if (pack.manifest.vocabulary === undefined) return undefined;
  const contrasts = contrastsOf(pack.manifest);
  const texts = await pack.embedTexts(contrasts.map(({ prompt }) => prompt));
  const { data } = await pack.encodeImage(image);
  const ranked = contrasts
    .map(({ word }, i) => ({ word, cosine: dot(data, texts[i]) }))
    .sort((a, b) => b.cosine - a.cosine);
  const [first, second] = ranked;
  return second === undefined || first.cosine - second.cosine >= LEAD ? first?.word : undefined;
}

/** The margins alone. */
export const clipMargins = async (pack: Pack, words: string, images: Tensor): Promise<number[]> =>
  (await clipRankings(pack, words, images)).map(({ margin }) => margin);

interface Contrast {
  readonly word: string;
  readonly prompt: string;
}

/** Made once for each pack: the words are hundreds, and the same for every edit. */
const CONTRASTS = new WeakMap<Manifest, readonly Contrast[]>();

/** The other words that images are compared with. */
function contrastsOf(manifest: Manifest): readonly Contrast[] {
  const before = CONTRASTS.get(manifest);
  if (before !== undefined) return before;
  const words = manifest.vocabulary?.finds ?? manifest.calibration.contrasts;
  const contrasts = words.map(word => ({ word, prompt: asPrompt(manifest, word) }));
  CONTRASTS.set(manifest, contrasts);
  return contrasts;
}
