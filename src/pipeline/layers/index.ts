import { type Canvas, paste } from '../composite/paste.ts';
import type { GuidanceMeter } from '../guidance/gradient.ts';
import type { Box } from '../image/picture.ts';
import type { Candidate } from '../localise/index.ts';
import type { Erase } from '../models/eraser.ts';
import type { Pack } from '../models/pack.ts';
import { isRemoval } from '../models/vocabulary.ts';
import type { EditOptions } from '../options.ts';
import type { EditHooks, Stage } from '../progress/events.ts';
import { brokenOutput, isSound, type Retried } from '../sampling/paint.ts';
import { avoidOthers } from './avoid.ts';
import { type Covered, coveredBy } from './covered.ts';
import { type Drawing, paintDrawing } from './drawings.ts';
import { eraseFrom } from './erase.ts';
import { guided } from './guidance.ts';
import { type ExtractedObject, extractObject, laid } from './lay.ts';
import { placementOf } from './placement.ts';
import { recoloured } from './recolour.ts';
import { type Scene, sceneOf } from './scene.ts';
import { outlineOf, type Sprite } from './sprite.ts';
import { inGrey, isGrey } from './tone.ts';

/** The outcome of one instance. */
export interface Layered {
  readonly candidate: Candidate;
  /** Which drawing of how many was pasted; absent for a removal. */
  readonly drawing?: Pick<Drawing, 'rank' | 'of'>;
  /** The new object's box, in pixels of the picture. */
  readonly at?: Box;
  /** Other objects that the new one covers a part of. */
  readonly covers: readonly Covered[];
  readonly retried?: Retried;
}

interface LayerHooks extends EditHooks {
  readonly stage: <T>(stage: Stage, work: () => Promise<T>) => Promise<T>;
  readonly meter: GuidanceMeter;
}

/**
 * Edits one instance in layers: the old object is erased, and the new one, which is painted on flat
 * backgrounds, is composited over it by its matte. No background from the UNet is shown, and every pixel that
 * neither object covers is the picture's own.
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
  const scene = await stage('encode', () => sceneOf(pack, canvas.picture, candidate, options.grow));
  if (isRemoval(manifest, options.to)) {
    await stage('composite', () => erased(erase, canvas, scene));
    return { candidate, covers: [] };
  }
  const placeIn = (sprite: Sprite, ink: Box): Box => {
    const at = placementOf(ink, candidate.box, canvas.picture);
    return scene.others === undefined ? at : avoidOthers(at, outlineOf(sprite), scene.others);
  };
  const paintOn = async (on: Pack) => {
    const drawing = await stage('denoise', () => paintDrawing(on, candidate.mask, options, instance, hooks));
    const object = await stage('decode', async () => {
      const images = await on.decodeLatents(drawing.latents);
      return isSound(images) ? extractObject(on, images, placeIn) : undefined;
    });
    return object && { drawing, object };
  };
  const first = await paintOn(pack);
  const { drawing, object } = first ?? (await paintedAgain(pack, paintOn));
  const covers = await stage('composite', async () => {
    await erased(erase, canvas, scene);
    return lay(pack, canvas, object, scene, options);
  });
  const { rank, of } = drawing;
  return {
    candidate,
    drawing: { rank, of },
    at: object.at,
    covers,
    ...(first === undefined ? { retried: 'edit' } : {}),
  };
}

async function erased(erase: Erase, canvas: Canvas, { window, hole, others }: Scene): Promise<void> {
  paste(canvas, await eraseFrom(erase, canvas.picture, window, hole, others?.mask));
}

/** Composites the new object over the canvas. Returns what else it covers. */
async function lay(
  pack: Pack,
  canvas: Canvas,
  { cut, at }: { cut: ExtractedObject; at: Box },
  { others }: Scene,
  { guidanceScale, colour }: EditOptions,
): Promise<Covered[]> {
  const own = colour === undefined ? cut.sprite : recoloured(cut.sprite, colour);
  const rich = guided(own, guidanceScale);
  // A colour that was asked for is kept also on a grey picture.
  const sprite = colour === undefined && isGrey(canvas.picture) ? inGrey(rich) : rich;
  const object = laid({ ...cut, sprite }, at);
  const covers = others === undefined ? [] : await coveredBy(pack, canvas.picture, object, others);
  paste(canvas, object);
  return covers;
}

/**
 * The same on the CPU, where the provider's output was broken. Throws `UserError('bad-output')` when that is
 * broken too.
 */
async function paintedAgain<T>(pack: Pack, paintOn: (on: Pack) => Promise<T | undefined>): Promise<T> {
  const safe = await pack.fallback?.();
  const painted = safe && (await paintOn(safe));
  if (painted === undefined) throw brokenOutput(pack.manifest);
  return painted;
}
