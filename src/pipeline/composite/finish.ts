import { feather as fadeOut, grow } from '../calibrate/distance.ts';
import type { GreyPicture } from '../image/picture.ts';
import { resize } from '../image/resample.ts';
import type { Pack } from '../models/pack.ts';
import { asPrompt, isRemoval } from '../models/vocabulary.ts';
import { sigmoid } from '../numeric.ts';
import type { EditOptions } from '../options.ts';
import { enlarge } from '../region/latent-mask.ts';
import type { PaintedRegion } from '../synthesise.ts';
import type { Tensor } from '../tensor.ts';
import { colourShift } from './colour-match.ts';
import type { Patch } from './paste.ts';
import { tighten, withFaintParts } from './tighten.ts';

/** Margin round the old and the new thing, in pixels of the pack's resolution. */
const MARGIN = 3;
/** How far from the mask its surroundings speak for the colours, as a fraction of the window. */
const SURROUNDINGS = 0.08;

/** Tightens the mask, enlarges the painting to the window's own size and matches its colours to the source. */
export async function finishRegion(
  pack: Pack,
  { encoded, image }: PaintedRegion,
  options: EditOptions,
): Promise<Patch> {
  const { candidate, view, latentMask: cells } = encoded;
  const { resolution } = pack.manifest;
  const { window } = candidate;
  const grid = candidate.mask.width;
  const perPixel = grid / resolution;
  const target = isRemoval(pack.manifest, options.to) ? undefined : await lookFor(pack, image, options.to);
  const painted = toMask(enlarge(cells, grid / cells.dims[3]));
  const old = grow(withFaintParts(candidate.mask, candidate.logits), options.grow * perPixel);
  const hard = options.tighten ? tighten(old, target, painted, MARGIN * perPixel) : painted;
  const soft = fadeOut(hard, options.feather * perPixel);

  const large = pack.upscale === undefined ? image : await pack.upscale(image);
  const side = window.width;
  const fitted = resize(large, side, side, side > large.dims[3] ? 'cubic' : 'triangle');
  const background = backgroundOf(target, grid);
  const seam = seamOf(hard, old, background);
  const shift = colourShift(toSquare(view, 64), toSquare(image, 64), toSquare(seam, 64));
  const nearShift = resize(shift, side, side).data;
  const nearBackground = resize(background, side, side).data;
  for (let i = 0; i < fitted.data.length; i++)
    fitted.data[i] += nearShift[i] * nearBackground[i % nearBackground.length];
  return { window, image: fitted, opacity: resize(toPlane(soft), side, side) };
}

const toSquare = (x: Tensor, side: number): Tensor => resize(x, side, side);

/** Logits of `words` on a painted window. */
async function lookFor(pack: Pack, image: Tensor, words: string): Promise<Tensor> {
  const { size } = pack.manifest.components.segmenter.pixels;
  const { textEmbeds } = await pack.encodeText(asPrompt(pack.manifest, words));
  return pack.segment(toSquare(image, size), textEmbeds);
}

/** Where the painting shows background rather than the new thing, `[1, 1, side, side]` in 0…1. */
function backgroundOf(target: Tensor | undefined, side: number): Tensor {
  const dims = [1, 1, side, side];
  if (target === undefined) return { data: new Float32Array(side * side).fill(1), dims };
  return { data: resize(target, side, side).data.map(logit => sigmoid(-logit)), dims };
}

/** Where source and painting both show background, near the mask. */
function seamOf(mask: GreyPicture, old: GreyPicture, background: Tensor): Tensor {
  const near = fadeOut(mask, SURROUNDINGS * mask.width).data;
  const data = background.data.map((b, i) => (b * near[i] * (255 - old.data[i])) / (255 * 255));
  return { data, dims: background.dims };
}

const toMask = ({ data, dims }: Tensor): GreyPicture => ({
  width: dims[3],
  height: dims[2],
  data: Uint8Array.from(data, v => (v > 0 ? 255 : 0)),
});

const toPlane = ({ width, height, data }: GreyPicture): Tensor => ({
  data: Float32Array.from(data),
  dims: [1, 1, height, width],
});
