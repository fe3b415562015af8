import { finishRegion } from './composite/finish.ts';
import { canvasOf, paste } from './composite/paste.ts';
import { loadPicture } from './image/load.ts';
import type { GreyPicture, Picture } from './image/picture.ts';
import { editInLayers, type Layered } from './layers/index.ts';
import { findInstances } from './localise/find-instances.ts';
import type { Candidate } from './localise/index.ts';
import { type MaskReport, pictureMask, reportOn } from './localise/report.ts';
import type { Pack } from './models/pack.ts';
import { type EditOptions, type EditRequest, parseOptions } from './options.ts';
import type { EditHooks } from './progress/events.ts';
import { stageTimer, type Timings } from './progress/timings.ts';
import { clipScore, compareWithFile, type Receipt } from './report/receipt.ts';
import type { PaintedRegion } from './sampling/best-of.ts';
import { paintRegion } from './sampling/paint.ts';

export interface EditResult {
  readonly source: Picture;
  readonly image: Picture;
  /** The feathered mask that was used; 0 = the source's own pixels. */
  readonly mask: GreyPicture;
  /** What of it new objects cover, by their mattes; 0 throughout where the edit was not made in layers. */
  readonly matte: GreyPicture;
  readonly found: MaskReport;
  /** Each instance's decoded window before it was pasted; empty where the edit was made in layers. */
  readonly regions: readonly PaintedRegion[];
  /** What was done for each instance, where the edit was made in layers. */
  readonly layers: readonly Layered[];
  /** The options with every default filled in: with the same pack and provider they reproduce the bytes. */
  readonly recipe: EditOptions;
  readonly receipt: Receipt;
  readonly timings: Timings;
}

/**
 * Replaces `from` with `to` in a picture and changes nothing else: RDM (Huang et al. 2023, arXiv 2302.11797).
 * Throws `UserError` for what a person can correct, `NotFoundError` (with the heat map) when the object is
 * not in the picture.
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
  const found = await stage('localise', () => find(pack, source, options, hooks));

  const canvas = canvasOf(source);
  const regions: Awaited<ReturnType<typeof paintRegion>>[] = [];
  const layers: Layered[] = [];
  const tools = { ...hooks, stage, meter: guidance };
  for (const [i, candidate] of found.entries()) {
    if (options.composite === 'layers') {
      layers.push(await editInLayers(pack, canvas, candidate, options, i, tools));
      continue;
    }
    const painted = await paintRegion(pack, source, candidate, options, i, tools);
    regions.push(painted);
    await stage('composite', async () => paste(canvas, await finishRegion(pack, painted, options)));
  }
  const retried = [...regions, ...layers].flatMap(done => done.retried ?? []);
  const receipt = await stage('composite', async () => {
    const windows = found.map(candidate => candidate.window);
    return {
      ...compareWithFile(bytes, source, canvas.picture, canvas.mask),
      clipScoreBefore: await clipScore(pack, source, windows, options.to),
      clipScoreAfter: await clipScore(pack, canvas.picture, windows, options.to),
      chosen: regions.map(({ chosen }) => chosen),
      ...receiptOf(pack, layers),
      ...(retried.length === 0 ? {} : { retried }),
    };
  });
  return {
    source,
    image: canvas.picture,
    mask: canvas.mask,
    matte: canvas.matte,
    found: reportOn(found, canvas.mask),
    regions,
    layers,
    recipe: options,
    receipt,
    timings: timings(),
  };
}

/** The fields of a receipt that only edits in layers have. */
function receiptOf({ segmentForeground }: Pack, layers: readonly Layered[]) {
  if (layers.length === 0) return {};
  const drawings = layers.flatMap(({ drawing }) => drawing ?? []);
  return {
    chosen: drawings.map(({ rank }) => rank),
    ...(drawings.length === 0 ? {} : { drawings: drawings[0].of }),
    ...(segmentForeground === undefined ? {} : { covers: layers.flatMap(({ covers }) => covers) }),
  };
}

async function find(
  pack: Pack,
  picture: Picture,
  options: EditOptions,
  { onEvent, localisations }: EditHooks,
): Promise<Candidate[]> {
  const { localisation, instances } = await findInstances(pack, picture, options, localisations);
  if (onEvent !== undefined) {
    const mask = pictureMask(pack, picture, instances, options);
    onEvent({ type: 'mask', picture, mask, localisation, found: reportOn(instances, mask) });
  }
  return instances;
}
