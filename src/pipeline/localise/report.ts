import type { Box, GreyPicture, Picture } from '../image/picture.ts';
import { planeOf } from '../image/plane.ts';
import { resizedRows } from '../image/resample.ts';
import { clipped } from '../image/window.ts';
import { feather, grow } from '../masks/morphology.ts';
import { visiblePart } from '../masks/visible-part.ts';
import type { Pack } from '../models/pack.ts';
import type { MaskOptions } from '../options.ts';
import type { Candidate } from './index.ts';

/** What was found: for each instance from the left, and all together. */
export interface MaskReport {
  /** Probability that the object is present: the most likely instance's. */
  readonly score: number;
  /** Fraction of the picture that the mask covers. */
  readonly area: number;
  /** The box round all instances. */
  readonly box: Box;
  readonly instances: readonly { readonly score: number; readonly box: Box }[];
}

/** The calibrated mask at the picture's own size, grown and feathered. */
export function pictureMask(
  pack: Pack,
  { width, height }: Picture,
  instances: readonly Candidate[],
  options: Pick<MaskOptions, 'grow' | 'feather'>,
): GreyPicture {
  const data = new Uint8Array(width * height);
  for (const { window, mask } of instances) {
    const perPixel = mask.width / pack.manifest.resolution;
    const soft = feather(grow(mask, options.grow * perPixel), options.feather * perPixel);
    const rowOf = resizedRows(planeOf(soft), window.width, window.height);
    const part = visiblePart(soft, window.width, Math.ceil(window.width / mask.width));
    const shown = { ...part, left: window.left + part.left, top: window.top + part.top };
    const { left, top, right, bottom } = clipped(shown, width, height);
    for (let y = top; y < bottom; y++) {
      const row = rowOf(y - window.top, left - window.left, right - window.left);
      for (let i = y * width + left, x = left - window.left; x < right - window.left; i++, x++) {
        data[i] = Math.max(data[i], Math.round(row[x]));
      }
    }
  }
  return { width, height, data };
}

/** @param mask 0 beyond the windows of the instances */
export function reportOn(instances: readonly Candidate[], mask: GreyPicture): MaskReport {
  return {
    score: Math.max(...instances.map(({ score }) => score)),
    area: sumIn(mask, boxRound(instances.map(({ window }) => window))) / 255 / mask.data.length,
    box: boxRound(instances.map(({ box }) => box)),
    instances: instances.map(({ score, box }) => ({ score, box })),
  };
}

function boxRound(boxes: readonly Box[]): Box {
  const left = Math.min(...boxes.map(box => box.left));
  const top = Math.min(...boxes.map(box => box.top));
  const right = Math.max(...boxes.map(box => box.left + box.width));
  const bottom = Math.max(...boxes.map(box => box.top + box.height));
  return { left, top, width: right - left, height: bottom - top };
}

function sumIn({ width, height, data }: GreyPicture, box: Box): number {
  const { left, top, right, bottom } = clipped(box, width, height);
  let sum = 0;
  for (let y = top; y < bottom; y++) {
    for (let i = y * width + left; i < y * width + right; i++) sum += data[i];
  }
  return sum;
}
