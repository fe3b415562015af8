import type { Box, GreyPicture } from '../image/picture.ts';
import { coarseView, type Pyramid } from '../image/pyramid.ts';
import { resize } from '../image/resample.ts';
import { onto, toPicture, windowRound } from '../image/window.ts';
import { boxOf, connected, fillHoles, maskOf } from '../masks/components.ts';
import { runsFrom } from '../masks/runs.ts';
import { topMean } from '../math/numeric.ts';
import { combine, concat, scale, slice, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { withoutBackground } from './background.ts';
import { cutAnew, onPicture, thresholdLogit } from './logits.ts';

/**
 * A region's mask has an integer number of cells for each pixel of the pack's resolution, and at least so
 * many on a side.
 */
const LEAST_CELLS = 256;
type Flip = (view: Tensor) => Tensor;
const plain: Flip = view => view;
/** Zooms and flips of the crops in which one round segments a window. */
interface Round {
  readonly zooms: readonly number[];
  readonly flips: readonly Flip[];
  /** Whether the mask's full grid is needed. */
  readonly fine: boolean;
}

/**
 * The first round centres the window, for which one wide crop and coarse cells suffice. The second decides,
 * at several sizes and mirrored, as a single crop can miss the object.
 */
const ROUNDS: readonly Round[] = [
  { zooms: [1.6], flips: [plain], fine: false },
  { zooms: [1, 1.25, 1.6], flips: [plain, mirrored], fine: true },
];
/** Components of one object count when they are at least this fraction of its largest one. */
const PART = 0.1;

/** A candidate region, segmented in its own window. */
export interface Region {
  /** In pixels of the picture; may reach beyond it. */
  readonly window: Box;
  /**
   * The segmenter's logits for the window on the mask's grid: the mean of its most confident crops, without
   * background.
   */
  readonly logits: Tensor;
  /** The segmenter's confidence that the object is present: the mean of its highest logits in the window. */
  readonly presence: number;
  /** The same for each crop of the last round. */
  readonly cropScores: readonly number[];
  /** The object's outline in the window: a square grid, 255 = object. */
  readonly mask: GreyPicture;
  /** The object's box in pixels of the picture. */
  readonly box: Box;
}

/**
 * Segments the window round each box again: the segmenter takes a small square, so that the window alone
 * gives an outline several times sharper than the whole picture did. A candidate with no logit above the
 * threshold becomes undefined.
 */
export async function finePass(
  pack: Pack,
  pyramid: Pyramid,
  boxes: readonly Box[],
  prompt: string,
  { threshold, context, minWindow }: Omit<OutlineOptions, 'picture'>,
): Promise<(Region | undefined)[]> {
  const { resolution, components } = pack.manifest;
  const finest = resolution * Math.ceil(LEAST_CELLS / resolution);
  let targets: (Box | undefined)[] = [...boxes];
  let regions: (Region | undefined)[] = boxes.map(() => undefined);
  const drawing = { threshold, context, minWindow, picture: pyramid[0] };
  for (const { zooms, flips, fine } of ROUNDS) {
    const side = fine ? finest : Math.min(finest, components.segmenter.pixels.size);
    const windows = targets.map(box =>
      box === undefined ? undefined : windowRound(box, { context, minWindow }),
    );
    const present = windows.filter(window => window !== undefined);
    if (present.length === 0) break;
    const segmented = await segmentCrops(pack, pyramid, present, prompt, { side, zooms, flips });
    const onObjects = await withoutBackground(
      pack,
      pyramid,
      present,
      segmented.map(({ logits }) => logits),
    );
    regions = windows.map(window => {
      if (window === undefined) return undefined;
      const at = present.indexOf(window);
      const logits = onPicture(onObjects[at], window, pyramid[0]);
      const region = outlined({ ...segmented[at], window, logits }, drawing);
      return fine ? region && centred(region, drawing) : region;
    });
    targets = regions.map(region => region?.box);
  }
  return regions;
}

/** How an outline is drawn, and the window cut round it. */
export interface OutlineOptions {
  /** Probabilities of 0–255 at or above it are inside (the paper's K). */
  readonly threshold: number;
  readonly context: number;
  readonly minWindow: number;
  readonly picture: { readonly width: number; readonly height: number };
}

/** A region with its outline at another threshold; undefined where no logit is above it. */
export const outlinedAt = <R extends Region>(region: R, options: OutlineOptions): R | undefined => {
  const drawn = outlined(region, options);
  return drawn && { ...region, ...centred(drawn, options) };
};

/**
 * The region with its window centred on the outline again, as the outline is often not quite where the window
 * was cut for: what is repainted is the centre of the window.
 */
function centred(region: Region, options: OutlineOptions): Region {
  const window = windowRound(region.box, options);
  const logits = cutAnew(region.logits, region.window, window);
  return outlined({ ...region, window, logits }, options) ?? region;
}

function outlined(
  { window, logits, presence, cropScores }: Omit<Region, 'mask' | 'box'>,
  { threshold, picture }: Pick<OutlineOptions, 'threshold' | 'picture'>,
): Region | undefined {
  const mask = outline(logits, threshold);
  const cells = boxOf(mask);
  const box = cells && onto(toPicture(cells, window, mask.width), picture);
  return box && { window, logits, presence, cropScores, mask, box };
}

/** The averaged logits of each window, `[1, 1, side, side]`, its presence and that of each crop. */
async function segmentCrops(
  pack: Pack,
  pyramid: Pyramid,
  windows: readonly Box[],
  prompt: string,
  { side, zooms, flips }: { readonly side: number } & Pick<Round, 'zooms' | 'flips'>,
): Promise<Pick<Region, 'logits' | 'presence' | 'cropScores'>[]> {
  const { calibration, components } = pack.manifest;
  const { size } = components.segmenter.pixels;
  const views = windows.flatMap(window =>
    zooms.flatMap(zoom => {
      const view = coarseView(pyramid, zoomed(window, zoom), size, size);
      return flips.map(flip => flip(view));
    }),
  );
  const logits = await pack.segment(concat(views), prompt);
  return windows.map((window, w) => {
    const crops = zooms.flatMap((zoom, z) => {
      const row = flips.length * (w * zooms.length + z);
      return flips.map((flip, f) => {
        const own = flip(slice(logits, row + f));
        return { logits: own, zoom, presence: topMean(own.data, calibration.presenceCells) };
      });
    });
    // One size or flip can miss what another finds: the more confident half is averaged.
    const mostConfident = crops
      .toSorted((a, b) => b.presence - a.presence)
      .slice(0, Math.ceil(crops.length / 2));
    const bySize = zooms.flatMap(zoom => {
      const same = mostConfident.filter(crop => crop.zoom === zoom).map(crop => crop.logits);
      // Those of one size are averaged before they are enlarged: it is the same, and less work.
      return same.length === 0 ? [] : [windowOf(scale(1 / mostConfident.length, sum(same)), zoom, side)];
    });
    const mean = sum(bySize);
    const visible = onPicture(mean, window, pyramid[0]);
    return {
      logits: mean,
      presence: topMean(resize(visible, size, size).data, calibration.presenceCells),
      cropScores: crops.map(({ presence }) => presence),
    };
  });
}

/** The part of a crop that shows the window itself, `[1, 1, side, side]`, of a crop `zoom` times as large. */
function windowOf(crop: Tensor, zoom: number, side: number): Tensor {
  const size = crop.dims[3];
  const middle = { start: (size - size / zoom) / 2, length: size / zoom };
  return resize(crop, side, side, 'triangle', { across: middle, down: middle });
}

/** The window with the same centre, `zoom` times as large. */
function zoomed(window: Box, zoom: number): Box {
  const side = Math.round(window.width * zoom);
  const shift = Math.round((side - window.width) / 2);
  return { left: window.left - shift, top: window.top - shift, width: side, height: side };
}

/** `[1, C, h, w]` with left and right swapped. */
function mirrored({ data: from, dims }: Tensor): Tensor {
  const width = dims[3];
  const data = new Float32Array(from.length);
  for (let row = 0; row < data.length; row += width) {
    for (let x = 0, to = row + width - 1; x < width; x++, to--) data[to] = from[row + x];
  }
  return { data, dims };
}

const sum = (maps: readonly Tensor[]): Tensor => maps.reduce((a, b) => combine(1, a, 1, b));

/** Logits → 0–255 → threshold → the part nearest the centre and what belongs to it → holes filled. */
function outline({ data, dims }: Tensor, threshold: number): GreyPicture {
  const side = dims[3];
  const parts = connected(runsFrom(data, side, thresholdLogit(threshold)), side);
  const central = parts.filter(part => overlapsCentre(part.box, side));
  const kept = central.filter(part => part.area >= PART * central[0].area);
  return fillHoles(maskOf(side, side, kept));
}

/** Whether a box overlaps the central half of the grid, where the window's own object is. */
function overlapsCentre({ left, top, width, height }: Box, side: number): boolean {
  const [low, high] = [side / 4, (3 * side) / 4];
  return left < high && left + width > low && top < high && top + height > low;
}
