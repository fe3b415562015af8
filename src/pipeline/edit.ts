import { feather, grow } from './calibrate/distance.ts';
import { type CalibrateOptions, type Candidate, calibrate, chooseInstances } from './calibrate/index.ts';
import { finishRegion } from './composite/finish.ts';
import { canvasOf, paste } from './composite/paste.ts';
import type { EditHooks } from './events.ts';
import { loadPicture } from './image/load.ts';
import type { Box, GreyPicture, Picture } from './image/picture.ts';
import { resize } from './image/resample.ts';
import type { Pack } from './models/pack.ts';
import { type EditOptions, type EditRequest, parseOptions } from './options.ts';
import { clipScore, compareOutside, type Receipt } from './receipt.ts';
import { encodeRegion } from './region/encode.ts';
import { decodeBest, denoiseRegion, type PaintedRegion } from './synthesise.ts';
import { stageTimer, type Timings } from './timings.ts';

/** What was found: for each instance from the left, and all together. */
export interface MaskReport {
  /** Probability that the thing is there: the surest instance's. */
  readonly score: number;
  /** Fraction of the picture that the mask covers. */
  readonly area: number;
  /** The box round all instances. */
  readonly box: Box;
  readonly instances: readonly { readonly score: number; readonly box: Box }[];
}

export interface EditResult {
  readonly source: Picture;
  readonly image: Picture;
  /** The feathered mask that was used; 0 = the source's own pixels. */
  readonly mask: GreyPicture;
  readonly found: MaskReport;
  /** The options with every default filled in: with the same pack and provider they make the same bytes. */
  readonly recipe: EditOptions;
  readonly receipt: Receipt;
  readonly timings: Timings;
}

/**
 * Replaces `from` with `to` in a picture and leaves the rest alone: RDM (Huang et al. 2023, arXiv 2302.11797).
 * Throws `UserError` for what a person can mend, `NotFoundError` (with the heat map) when the thing is not there.
 * @param bytes a PNG, JPEG, WebP, GIF or AVIF file
 */
export async function edit(
  pack: Pack,
  bytes: Uint8Array,
  request: EditRequest,
  hooks: EditHooks = {},
): Promise<EditResult> {
  const options = parseOptions(request, pack.manifest);
  const { stage, timings } = stageTimer(pack, hooks);
  const source = await stage('load', () => loadPicture(bytes));
  const found = await stage('calibrate', () => find(pack, source, options, hooks));

  const canvas = canvasOf(source);
  const chosen: number[] = [];
  for (const [i, candidate] of found.entries()) {
    const encoded = await stage('encode', () => encodeRegion(pack, source, candidate, options));
    const firstSeed = options.seed + i * options.bestOf;
    const latents = await stage('denoise', () => denoiseRegion(pack, encoded, options, firstSeed, hooks));
    const painted: PaintedRegion = await stage('decode', () => decodeBest(pack, encoded, latents, options));
    chosen.push(painted.chosen);
    await stage('composite', async () => paste(canvas, await finishRegion(pack, painted, options)));
  }
  const receipt = await stage('composite', async () => {
    const windows = found.map(candidate => candidate.window);
    return {
      ...compareOutside(source, canvas.picture, canvas.mask),
      clipScoreBefore: await clipScore(pack, source, windows, options.to),
      clipScoreAfter: await clipScore(pack, canvas.picture, windows, options.to),
      chosen,
    };
  });
  return {
    source,
    image: canvas.picture,
    mask: canvas.mask,
    found: reportOn(found, canvas.mask),
    recipe: options,
    receipt,
    timings: timings(),
  };
}

async function find(
  pack: Pack,
  picture: Picture,
  options: EditOptions,
  { onEvent }: EditHooks,
): Promise<Candidate[]> {
  const calibration = await calibrate(pack, picture, options.from, calibrateOptions(pack, options));
  const instances = chooseInstances(calibration, options.from, options.instance);
  if (onEvent !== undefined) {
    const mask = pictureMask(pack, picture, instances, options);
    onEvent({ type: 'mask', picture, mask, calibration, instances: instances.length });
  }
  return instances;
}

const calibrateOptions = (pack: Pack, { threshold, context }: EditOptions): CalibrateOptions => ({
  threshold,
  context,
  minWindow: pack.manifest.defaults.minWindow,
});

/** The calibrated mask at the picture's own size, grown and feathered. */
export function pictureMask(
  pack: Pack,
  picture: Picture,
  instances: readonly Candidate[],
  options: Pick<EditOptions, 'grow' | 'feather'>,
): GreyPicture {
  const canvas = canvasOf({ width: picture.width, height: picture.height, rgb: new Uint8Array(0) });
  for (const { window, mask } of instances) {
    const perPixel = mask.width / pack.manifest.resolution;
    const soft = feather(grow(mask, options.grow * perPixel), options.feather * perPixel);
    const plane = { data: Float32Array.from(soft.data), dims: [1, 1, mask.height, mask.width] };
    const { data } = resize(plane, window.width, window.height);
    for (let y = Math.max(0, window.top); y < Math.min(picture.height, window.top + window.height); y++) {
      for (let x = Math.max(0, window.left); x < Math.min(picture.width, window.left + window.width); x++) {
        const value = Math.round(data[(y - window.top) * window.width + x - window.left]);
        const pixel = y * picture.width + x;
        canvas.mask.data[pixel] = Math.max(canvas.mask.data[pixel], value);
      }
    }
  }
  return canvas.mask;
}

function reportOn(instances: readonly Candidate[], mask: GreyPicture): MaskReport {
  const left = Math.min(...instances.map(({ box }) => box.left));
  const top = Math.min(...instances.map(({ box }) => box.top));
  const right = Math.max(...instances.map(({ box }) => box.left + box.width));
  const bottom = Math.max(...instances.map(({ box }) => box.top + box.height));
  return {
    score: Math.max(...instances.map(({ score }) => score)),
    area: mask.data.reduce((covered, value) => covered + value, 0) / 255 / mask.data.length,
    box: { left, top, width: right - left, height: bottom - top },
    instances: instances.map(({ score, box }) => ({ score, box })),
  };
}
