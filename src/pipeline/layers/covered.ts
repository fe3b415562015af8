import { type Picture, SET } from '../image/picture.ts';
import { planeOf } from '../image/plane.ts';
import { coarseViewOf } from '../image/pyramid.ts';
import { resize } from '../image/resample.ts';
import { connected, maskOf } from '../masks/components.ts';
import { runsFrom } from '../masks/runs.ts';
import { type Tensor, weighted } from '../math/tensor.ts';
import { nearestWord } from '../models/clip-margin.ts';
import type { Pack } from '../models/pack.ts';
import type { WindowMask } from './avoid.ts';
import type { LaidObject } from './lay.ts';

/** Another object that the new one covers a part of. */
export interface Covered {
  /** Its most likely name; absent when the pack cannot tell. */
  readonly word?: string;
  /** The part of it that is covered, 0…1. */
  readonly part: number;
}

/** Covering less of an object than this is a touch, as is covering so few cells. */
const LEAST_PART = 0.03;
const LEAST_CELLS = 24;
/** The other objects that a new one covers, of those in its window. */
export async function coveredBy(
  pack: Pack,
  picture: Picture,
  { window: at, coverage }: LaidObject,
  { mask, window }: WindowMask,
): Promise<Covered[]> {
  const cell = window.width / mask.width;
  const over = (i: number) => {
    const x = Math.floor(window.left + ((i % mask.width) + 0.5) * cell) - at.left;
    const y = Math.floor(window.top + (Math.floor(i / mask.width) + 0.5) * cell) - at.top;
    return x >= 0 && y >= 0 && x < at.width && y < at.height && 255 * coverage.data[y * at.width + x] >= SET;
  };
  const { size } = pack.manifest.components.clipImage.pixels;
  let view: Tensor | undefined;
  const covered: Covered[] = [];
  for (const part of connected(runsFrom(mask.data, mask.width, SET), mask.width)) {
    let cells = 0;
    for (const { start, end } of part.runs) for (let i = start; i < end; i++) if (over(i)) cells++;
    if (cells < LEAST_CELLS || cells < LEAST_PART * part.area) continue;
    const alone = maskOf(mask.width, mask.height, [part]);
    view ??= coarseViewOf(picture, window, size, size);
    const word = await nearestWord(pack, weighted(view, resize(planeOf(alone, 1), size, size)));
    covered.push({ ...(word === undefined ? {} : { word }), part: cells / part.area });
  }
  return covered;
}
