import { type EditResult, edit } from '../pipeline/edit.ts';
import { nerpLoss } from '../pipeline/guidance/nerp.ts';
import { SET } from '../pipeline/image/picture.ts';
import { resize } from '../pipeline/image/resample.ts';
import { viewOf } from '../pipeline/image/view.ts';
import { NotFoundError } from '../pipeline/localise/index.ts';
import { pictureMask } from '../pipeline/localise/report.ts';
import { sigmoid, topMean } from '../pipeline/math/numeric.ts';
import { slice, type Tensor } from '../pipeline/math/tensor.ts';
import type { Pack } from '../pipeline/models/pack.ts';
import { asPrompt } from '../pipeline/models/vocabulary.ts';
import type { EditRequest } from '../pipeline/options.ts';
import type { EditHooks } from '../pipeline/progress/events.ts';
import { enlarge } from '../pipeline/region/latent-mask.ts';
import type { PaintedRegion } from '../pipeline/sampling/best-of.ts';
import type { Question } from './coco.ts';
import { type Standing, standingOf } from './inharmony.ts';

/** What one edit came to; NaN where a figure does not apply. */
export interface Measured {
  /** Cosine of the region with `to`, after the edit. */
  readonly clipScore: number;
  /** The segmenter's confidence that `to` is in the region, 0…1: another network than the one that guided. */
  readonly targetSeen: number;
  /**
   * Outside what was repainted, before anything is put back: 1 − cosine or the pack's own features, and MSE
   * in 0…1.
   */
  readonly perceptualOutside: number;
  readonly mseOutside: number;
  /** Of the mask that was found with the truth. */
  readonly maskIou: number;
  /** Wall time of the edit once the object is found: variants with the same mask share the search. */
  readonly seconds: number;
}

/** An edit with what the figures over all of them are made of. */
export interface Edited {
  readonly result: EditResult;
  readonly figures: Measured;
  readonly standing: Standing | undefined;
  /** Embeddings of the region after and before: `[width]`. */
  readonly features: Float32Array;
  readonly realFeatures: Float32Array;
}

/** Makes one edit and measures it; undefined when the object was not found. */
export async function editAndMeasure(
  pack: Pack,
  bytes: Uint8Array,
  question: Question,
  options: Partial<EditRequest>,
  hooks: Pick<EditHooks, 'signal' | 'localisations'>,
): Promise<Edited | undefined> {
  const { from, to } = question;
  const result = await edit(pack, bytes, { composite: 'window', ...options, from, to }, hooks).catch(
    (error: unknown) => {
      if (error instanceof NotFoundError) return undefined;
      throw error;
    },
  );
  if (result === undefined) return undefined;
  const { timings } = result;
  const [first] = result.regions;
  const outside = await outsideOf(pack, first);
  const { window } = first.encoded.candidate;
  const { size } = pack.manifest.components.clipImage.pixels;
  const embed = async (picture: EditResult['image']) =>
    (await pack.encodeImage(viewOf(picture, window, size, size))).data;
  return {
    result,
    figures: {
      clipScore: result.receipt.clipScoreAfter,
      targetSeen: await seen(pack, viewOf(result.image, window, size, size), to),
      ...outside,
      maskIou: maskIou(pack, result, question),
      seconds: (timings.totalMs - timings.stages.localise) / 1000,
    },
    standing: standingOf(result.image, result.mask),
    features: await embed(result.image),
    realFeatures: await embed(result.source),
  };
}

/** The change of the part of the window that was not to be edited, as it was painted. */
async function outsideOf(pack: Pack, { encoded, image }: PaintedRegion) {
  const inside = enlarge(encoded.latentMask, pack.manifest.scaleFactor);
  const outside = { data: inside.data.map(v => 1 - v), dims: inside.dims };
  const { value } = await (await nerpLoss(pack, encoded.view, outside))(image);
  const plane = outside.data.length;
  let [squares, count] = [0, 0];
  for (let i = 0; i < image.data.length; i++) {
    squares += outside.data[i % plane] * (image.data[i] - encoded.view.data[i]) ** 2;
    count += outside.data[i % plane];
  }
  const mse = count === 0 ? Number.NaN : squares / count;
  // The loss measures in −1…1; a table of pictures in 0…1 has a quarter of its squares.
  return { perceptualOutside: value - (count === 0 ? 0 : mse), mseOutside: mse / 4 };
}

async function seen(pack: Pack, view: Tensor, words: string): Promise<number> {
  const { size } = pack.manifest.components.segmenter.pixels;
  const logits = await pack.segment(resize(view, size, size), asPrompt(pack.manifest, words));
  return sigmoid(topMean(slice(logits, 0).data, pack.manifest.calibration.presenceCells));
}

function maskIou(pack: Pack, { regions, source }: EditResult, { truth, width, height }: Question): number {
  if (source.width !== width || source.height !== height) return Number.NaN;
  const candidates = regions.map(({ encoded }) => encoded.candidate);
  const { data } = pictureMask(pack, source, candidates, { grow: 0, feather: 0 });
  const real = truth();
  let [both, either] = [0, 0];
  for (let i = 0; i < data.length; i++) {
    const [found, there] = [data[i] >= SET, real[i] >= SET];
    if (found && there) both++;
    if (found || there) either++;
  }
  return either === 0 ? 0 : both / either;
}
