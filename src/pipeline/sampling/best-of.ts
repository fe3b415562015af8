import { resize } from '../image/resample.ts';
import { sigmoid, topMean } from '../math/numeric.ts';
import { slice, type Tensor, weighted } from '../math/tensor.ts';
import { clipMargins } from '../models/clip-margin.ts';
import type { Pack } from '../models/pack.ts';
import { asPrompt, isRemoval } from '../models/vocabulary.ts';
import type { EditOptions } from '../options.ts';
import type { EncodedRegion } from '../region/encode.ts';

/** A painted region, the best of its candidates. */
export interface PaintedRegion {
  readonly encoded: EncodedRegion;
  /** The decoded window, `[1, 3, H, W]`. */
  readonly image: Tensor;
  /** The segmenter's logits of the new object on it, `[1, 1, h, w]`; undefined for a removal. */
  readonly target: Tensor | undefined;
  /** Which candidate it is, from 1. */
  readonly chosen: number;
}

/** Weight of the segmenter's logit beside the CLIP margin. */
const CONFIDENCE = 0.1;

/**
 * Of decoded candidates `[B, 3, H, W]`, keeps the one that shows its object most clearly, by the CLIP margin
 * of what the segmenter finds and by the segmenter's confidence; for a removal, the one that shows least of
 * it. (Blended Diffusion ranks by the CLIP score of the whole region, which here rewards blotches in the
 * right colours.)
 */
export async function chooseBest(
  pack: Pack,
  encoded: EncodedRegion,
  images: Tensor,
  { from, to }: EditOptions,
): Promise<PaintedRegion> {
  const removal = isRemoval(pack.manifest, to);
  const words = removal ? from : to;
  const logits = await segmentImages(pack, images, words);
  let best = 0;
  if (images.dims[0] > 1) {
    const clarity = await clarityIn(pack, images, logits, words);
    best = clarity.indexOf(removal ? Math.min(...clarity) : Math.max(...clarity));
  }
  return {
    encoded,
    image: slice(images, best),
    target: removal ? undefined : slice(logits, best),
    chosen: best + 1,
  };
}

/**
 * How clearly each image `[B, 3, H, W]` shows what the words name: the CLIP margin and the segmenter's
 * logits.
 */
export async function clarityOf(pack: Pack, images: Tensor, words: string): Promise<number[]> {
  return clarityIn(pack, images, await segmentImages(pack, images, words), words);
}

function segmentImages(pack: Pack, images: Tensor, words: string): Promise<Tensor> {
  const { size } = pack.manifest.components.segmenter.pixels;
  return pack.segment(resize(images, size, size), asPrompt(pack.manifest, words));
}

async function clarityIn(pack: Pack, images: Tensor, logits: Tensor, words: string): Promise<number[]> {
  const margins = await clipMargins(pack, words, objectsOnGrey(pack, images, logits));
  const { presenceCells } = pack.manifest.calibration;
  return margins.map((margin, i) => margin + CONFIDENCE * topMean(slice(logits, i).data, presenceCells));
}

/** Each image weighted by the segmenter's probabilities, on grey, for the image tower. */
function objectsOnGrey(pack: Pack, images: Tensor, logits: Tensor): Tensor {
  const { size } = pack.manifest.components.clipImage.pixels;
  const { data, dims } = resize(logits, size, size);
  return weighted(resize(images, size, size), { data: data.map(sigmoid), dims });
}
