import { clipMargins, onGrey } from '../clip-margin.ts';
import { planeOf } from '../image/plane.ts';
import { coarseView, type Pyramid } from '../image/pyramid.ts';
import { resize } from '../image/resample.ts';
import type { Pack } from '../models/pack.ts';
import { topMean } from '../numeric.ts';
import { concat, type Tensor } from '../tensor.ts';
import { grow } from './distance.ts';
import type { Region } from './second-look.ts';

/** Three raw opinions on whether the thing is there, none of them normalised by the picture. */
export interface Opinions {
  /** Mean of the highest logits of the first look, inside the place. */
  readonly firstLook: number;
  /** The same for the second look. */
  readonly secondLook: number;
  /** CLIP similarity of the region to `from`, less that to the best other word of a closed vocabulary. */
  readonly clip: number;
}

/** Beyond these an opinion says no more. */
const MOST_LOGIT = 6;
const MOST_MARGIN = 3;

/** Logistic evidence: above 0 the thing is there. The weights are the pack's, fitted on composed pictures. */
export function evidence(pack: Pack, { firstLook, secondLook, clip }: Opinions): number {
  const weights = pack.manifest.calibration.presence;
  return weights.bias + weights.firstLook * firstLook + weights.secondLook * secondLook + weights.clip * clip;
}

/** Asks the second look's map and the CLIP image tower about each region. */
export async function opinionsOn(
  pack: Pack,
  pyramid: Pyramid,
  from: string,
  regions: readonly Region[],
  firstLooks: readonly number[],
): Promise<Opinions[]> {
  if (regions.length === 0) return [];
  const { calibration, components } = pack.manifest;
  const { size } = components.segmenter.pixels;
  const cutOuts = concat(regions.map(region => cutOut(pack, pyramid, region)));
  const margins = await clipMargins(pack, from, cutOuts);
  return regions.map(({ logits }, i) => ({
    firstLook: clamp(firstLooks[i], MOST_LOGIT),
    secondLook: clamp(topMean(resize(logits, size, size).data, calibration.presenceCells), MOST_LOGIT),
    clip: clamp(margins[i], MOST_MARGIN),
  }));
}

const clamp = (value: number, most: number): number => Math.max(-most, Math.min(most, value));

/** The thing on grey, as the image tower saw things in training: `[1, 3, size, size]`. */
function cutOut(pack: Pack, pyramid: Pyramid, { window, mask }: Region): Tensor {
  const { size } = pack.manifest.components.clipImage.pixels;
  const view = coarseView(pyramid, window, size, size);
  const shape = planeOf(grow(mask, mask.width / size), 1);
  return onGrey(view, resize(shape, size, size));
}
