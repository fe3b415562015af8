import type { Box, GreyPicture, Picture } from '../image/picture.ts';
import { resize } from '../image/resample.ts';
import { viewOf } from '../image/view.ts';
import type { Pack } from '../models/pack.ts';
import { sigmoid } from '../numeric.ts';
import { toPicture, windowRound } from '../region/window.ts';
import { concat, slice, type Tensor } from '../tensor.ts';
import { boxOf, componentsOf, fillHoles, maskOf } from './components.ts';

/** Cells of a region's mask per pixel of the pack's resolution, for an outline finer than a pixel. */
const MASK_OVERSAMPLING = 2;
/** Looks at the window: the first finds the outline, the next is centred on it. */
const PASSES = 2;
/** Separate parts of one thing count when they are at least this fraction of its largest part. */
const PART = 0.1;

/** A place where the thing may stand, seen through its own region window. */
export interface Region {
  /** In pixels of the picture; may reach beyond it. */
  readonly window: Box;
  /** The segmenter's logits for the window, `[1, 1, h, w]`. */
  readonly logits: Tensor;
  /** The thing's outline in the window: a square grid, 255 = thing. */
  readonly mask: GreyPicture;
  /** The thing's box in pixels of the picture. */
  readonly box: Box;
}

/**
 * Looks again at the window round each box: the segmenter sees a small square, so the window alone gives an
 * outline several times sharper than the whole picture did. A place where nothing stands out above the
 * threshold `K` (0–255) is undefined.
 */
export async function secondLook(
  pack: Pack,
  picture: Picture,
  boxes: readonly Box[],
  textEmbeds: Tensor,
  { threshold, context, minWindow }: { threshold: number; context: number; minWindow: number },
): Promise<(Region | undefined)[]> {
  const { size } = pack.manifest.components.segmenter.pixels;
  const side = pack.manifest.resolution * MASK_OVERSAMPLING;
  let targets: (Box | undefined)[] = [...boxes];
  let regions: (Region | undefined)[] = boxes.map(() => undefined);
  for (let pass = 0; pass < PASSES; pass++) {
    const windows = targets.map(box =>
      box === undefined ? undefined : windowRound(box, { context, minWindow }),
    );
    const seen = windows.filter(window => window !== undefined);
    if (seen.length === 0) break;
    const views = concat(seen.map(window => viewOf(picture, window, size, size)));
    const logits = await pack.segment(views, textEmbeds);
    let row = 0;
    regions = windows.map(window => {
      if (window === undefined) return undefined;
      const own = slice(logits, row++);
      const mask = outline(own, side, threshold);
      const box = boxOf(mask);
      return box && { window, logits: own, mask, box: toPicture(box, window, side) };
    });
    targets = regions.map(region => region?.box);
  }
  return regions;
}

/** Logits → 0–255 → threshold → the part nearest the centre and what belongs to it → holes filled. */
function outline(logits: Tensor, side: number, threshold: number): GreyPicture {
  const { data } = resize(logits, side, side);
  const parts = componentsOf(side, side, i => 255 * sigmoid(data[i]) >= threshold);
  const central = parts.filter(part => overlapsCentre(part.box, side));
  const kept = central.filter(part => part.area >= PART * central[0].area);
  return fillHoles(maskOf(side, side, kept));
}

/** Whether a box reaches into the middle half of the grid, where the window's own thing stands. */
function overlapsCentre({ left, top, width, height }: Box, side: number): boolean {
  const [low, high] = [side / 4, (3 * side) / 4];
  return left < high && left + width > low && top < high && top + height > low;
}
