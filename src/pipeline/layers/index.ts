import type { Candidate } from '../calibrate/index.ts';
import type { Canvas } from '../composite/paste.ts';
import { paste } from '../composite/paste.ts';
import type { EditHooks, Stage } from '../events.ts';
import type { GuidanceMeter } from '../guidance/gradient.ts';
import type { Box } from '../image/picture.ts';
import type { Pack } from '../models/pack.ts';
import { isRemoval } from '../models/vocabulary.ts';
import type { EditOptions } from '../options.ts';
import { brokenOutput, isSound, type Retried } from '../paint.ts';
import { paintDrawing } from './drawings.ts';
import { eraseFrom } from './erase.ts';
import { holeOf } from './hole.ts';
import { cutOut, laid } from './lay.ts';
import { placed } from './place.ts';

/** What became of one instance. */
export interface Layered {
  readonly candidate: Candidate;
  /** Which drawing of how many stands there now; absent when the object was only taken away. */
  readonly drawing?: { readonly rank: number; readonly of: number };
  /** The new object's box, in pixels of the picture. */
  readonly at?: Box;
  readonly retried?: Retried;
}

interface LayerHooks extends EditHooks {
  readonly stage: <T>(stage: Stage, work: () => Promise<T>) => Promise<T>;
  readonly meter: GuidanceMeter;
}

/**
 * Edits one instance in layers: the old object is erased, and the new one, which is painted on flat grounds, is laid over it by its
 * matte. No ground that the UNet made up is shown, and every pixel that neither object covers is the picture's own.
 */
export async function editInLayers(
  pack: Pack,
  canvas: Canvas,
  candidate: Candidate,
  options: EditOptions,
  instance: number,
  { stage, ...hooks }: LayerHooks,
): Promise<Layered> {
  const { erase, manifest } = pack;
  if (erase === undefined) throw new Error(`the pack ${manifest.name} has no eraser`);
  const hole = holeOf(candidate, options.grow, manifest.resolution);
  const takeAway = () =>
    stage('composite', async () => {
      paste(canvas, await eraseFrom(erase, canvas.picture, candidate.window, hole));
    });
  if (isRemoval(manifest, options.to)) {
    await takeAway();
    return { candidate };
  }
  const place = (ink: Box) => placed(ink, candidate.box, canvas.picture);
  const paintOn = async (on: Pack) => {
    const drawing = await stage('denoise', () => paintDrawing(on, candidate.mask, options, instance, hooks));
    const images = await stage('decode', () => on.decodeLatents(drawing.latents));
    if (!isSound(images)) return undefined;
    return { drawing, object: await stage('composite', () => cutOut(on, images, place)) };
  };
  const first = await paintOn(pack);
  const painted = first ?? (await retried(pack, paintOn));
  await takeAway();
  const { object, drawing } = painted;
  if (object === undefined) throw brokenOutput(manifest);
  await stage('composite', async () => paste(canvas, laid(object.cut, object.at)));
  const { rank, of } = drawing;
  return { candidate, drawing: { rank, of }, at: object.at, ...(first === undefined ? { retried: 'edit' } : {}) };
}

/** The same on the CPU, where the provider's output was broken. Throws `UserError('bad-output')` when that is broken too. */
async function retried<T>(pack: Pack, paintOn: (on: Pack) => Promise<T | undefined>): Promise<T> {
  const safe = await pack.fallback?.();
  const painted = safe && (await paintOn(safe));
  if (painted === undefined) throw brokenOutput(pack.manifest);
  return painted;
}
