import type { Box, GreyPicture } from '../image/picture.ts';
import { planeOf } from '../image/plane.ts';
import { resize } from '../image/resample.ts';
import { fadingOf, grow } from '../masks/morphology.ts';
import { intersection } from '../masks/operations.ts';
import { cutRound, rowsOfPart, visiblePart } from '../masks/visible-part.ts';
import { sigmoid } from '../math/numeric.ts';
import type { Tensor } from '../math/tensor.ts';
import { METHODS } from '../methods.ts';
import type { Pack } from '../models/pack.ts';
import type { EditOptions } from '../options.ts';
import { enlarge } from '../region/latent-mask.ts';
import type { PaintedRegion } from '../sampling/best-of.ts';
import { matchColours, seamOf } from './colour-match.ts';
import { type Patch, uniformRows } from './paste.ts';
import { tighten, withFaintParts } from './tighten.ts';

/** Margin round the old and the new object, in pixels of the pack's resolution. */
const MARGIN = 3;

/**
 * Tightens the mask, matches the painting's colours to the source and enlarges it to the window's own size.
 */
export async function finishRegion(
  pack: Pack,
  { encoded, image, target }: PaintedRegion,
  options: EditOptions,
): Promise<Patch> {
  const { candidate, view } = encoded;
  const { window, mask } = candidate;
  const perPixel = mask.width / pack.manifest.resolution;
  const old = grow(withFaintParts(mask, candidate.logits), options.grow * perPixel);
  const painted = toMask(enlarge(encoded.latentMask, mask.width / encoded.latentMask.dims[3]));
  const heat = target && resize(target, mask.width, mask.width).data;
  const shown = shownMask(options, { old, painted, mask }, heat, MARGIN * perPixel);

  const whole = { ...window, left: 0, top: 0 };
  if (!METHODS[options.method].paste) {
    const rows = await enlarged(pack, image, whole, whole);
    return { window, image: rows, opacity: uniformRows(window.width, 255) };
  }
  const fading = fadingOf(shown);
  const background = backgroundOf(heat, mask.width);
  const seam = seamOf(fading, old, background);
  const matched = matchColours(image, { source: view, seam, background });
  const soft = fading(options.feather * perPixel);
  const part = visiblePart(soft, window.width);
  return {
    window: { ...part, left: window.left + part.left, top: window.top + part.top },
    image: await enlarged(pack, matched, whole, part),
    opacity: rowsOfPart(planeOf(soft), whole, part),
  };
}

/** What of the repainted region is shown. Inverted, no cell of it may reach into the object that stays. */
function shownMask(
  { tighten: tightens, invert }: EditOptions,
  { old, painted, mask }: Record<'old' | 'painted' | 'mask', GreyPicture>,
  heat: Float32Array | undefined,
  margin: number,
): GreyPicture {
  if (invert) return intersection(mask, painted);
  return tightens ? tighten(old, heat, painted, margin) : painted;
}

/**
 * Pixels beyond what is shown that the upscaler is given too: its output at an edge hardly depends on more.
 */
const MARGIN_OF_SIGHT = 8;

/**
 * `part` of the decoded window at the picture's size, that of `whole`. Where it is enlarged and the pack
 * measured better with its upscaler, the upscaler runs first; on edges that are sharp already Lanczos would
 * leave ringing.
 */
async function enlarged(
  { manifest: { defaults, resolution }, upscale }: Pack,
  image: Tensor,
  whole: Box,
  part: Box,
): Promise<Patch['image']> {
  const times = whole.width / resolution;
  if (times <= 1 || defaults.enlarge !== 'upscaler' || upscale === undefined) {
    return rowsOfPart(image, whole, part, 'lanczos3');
  }
  const cut = cutRound(image, part, whole.width, MARGIN_OF_SIGHT);
  return rowsOfPart(await upscale(cut.image, times), cut.of, part, 'cubic');
}

/** Where the painting shows background rather than the new object, `[1, 1, side, side]` in 0…1. */
function backgroundOf(heat: Float32Array | undefined, side: number): Tensor {
  const data = new Float32Array(side * side).fill(1);
  if (heat !== undefined) for (let i = 0; i < data.length; i++) data[i] = sigmoid(-heat[i]);
  return { data, dims: [1, 1, side, side] };
}

function toMask({ data: cells, dims: [, , height, width] }: Tensor): GreyPicture {
  const data = new Uint8Array(cells.length);
  for (let i = 0; i < data.length; i++) data[i] = cells[i] > 0 ? 255 : 0;
  return { width, height, data };
}
