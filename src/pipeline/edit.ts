import type { PaintedRegion } from './best-of.ts';
import type { Candidate } from './calibrate/index.ts';
import { finishRegion } from './composite/finish.ts';
import { canvasOf, paste } from './composite/paste.ts';
import type { EditHooks } from './events.ts';
import { findInstances } from './find-instances.ts';
import { loadPicture } from './image/load.ts';
import type { GreyPicture, Picture } from './image/picture.ts';
import { type MaskReport, pictureMask, reportOn } from './mask.ts';
import type { Pack } from './models/pack.ts';
import { type EditOptions, type EditRequest, parseOptions } from './options.ts';
import { paintRegion, type Retried } from './paint.ts';
import { clipScore, compareWithFile, type Receipt } from './receipt.ts';
import { stageTimer, type Timings } from './timings.ts';

export interface EditResult {
  readonly source: Picture;
  readonly image: Picture;
  /** The feathered mask that was used; 0 = the source's own pixels. */
  readonly mask: GreyPicture;
  readonly found: MaskReport;
  /** Each instance's window as it was painted, before it was put back. */
  readonly regions: readonly PaintedRegion[];
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
  const { stage, timings, guidance } = stageTimer(pack, hooks);
  const source = await stage('load', () => loadPicture(bytes));
  const found = await stage('calibrate', () => find(pack, source, options, hooks));

  const canvas = canvasOf(source);
  const regions: PaintedRegion[] = [];
  const retried: Retried[] = [];
  for (const [i, candidate] of found.entries()) {
    const painted = await paintRegion(pack, source, candidate, options, i, {
      ...hooks,
      stage,
      meter: guidance,
    });
    regions.push(painted);
    if (painted.retried !== undefined) retried.push(painted.retried);
    await stage('composite', async () => paste(canvas, await finishRegion(pack, painted, options)));
  }
  const receipt = await stage('composite', async () => {
    const windows = found.map(candidate => candidate.window);
    return {
      ...compareWithFile(bytes, source, canvas.picture, canvas.mask),
      clipScoreBefore: await clipScore(pack, source, windows, options.to),
      clipScoreAfter: await clipScore(pack, canvas.picture, windows, options.to),
      chosen: regions.map(({ chosen }) => chosen),
      ...(retried.length === 0 ? {} : { retried }),
    };
  });
  return {
    source,
    image: canvas.picture,
    mask: canvas.mask,
    found: reportOn(found, canvas.mask),
    regions,
    recipe: options,
    receipt,
    timings: timings(),
  };
}

async function find(
  pack: Pack,
  picture: Picture,
  options: EditOptions,
  { onEvent, calibrations }: EditHooks,
): Promise<Candidate[]> {
  const { calibration, instances } = await findInstances(pack, picture, options, calibrations);
  if (onEvent !== undefined) {
    const mask = pictureMask(pack, picture, instances, options);
    onEvent({ type: 'mask', picture, mask, calibration, found: reportOn(instances, mask) });
  }
  return instances;
}
