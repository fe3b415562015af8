import { LADDER } from '../../../src/commands/ask.ts';
import { type EditResult, edit } from '../../../src/pipeline/edit.ts';
import { viewOf } from '../../../src/pipeline/image/view.ts';
import type { LocalisationCache } from '../../../src/pipeline/localise/find-instances.ts';
import { NotFoundError } from '../../../src/pipeline/localise/index.ts';
import { weighted } from '../../../src/pipeline/math/tensor.ts';
import { clipMargins } from '../../../src/pipeline/models/clip-margin.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import type { EditRequest } from '../../../src/pipeline/options.ts';
import type { EditHooks } from '../../../src/pipeline/progress/events.ts';
import type { QualityScene } from '../../../synthetic-scenes/held-out/scenes.ts';
import type { Findings } from './find.ts';
import { newThing } from './layers.ts';
import { countPixels, hasTrace, isShown, levelsApart, psnrOver, unionOf } from './measures.ts';
import { trueLocalisations } from './truth.ts';

/** Haze in levels of 255: too faint to notice at once, and off enough to be seen. */
const HAZE = { from: 3, to: 36 };
/** A neighbour is touched where more than so many pixels of it differ by more than so many levels. */
const TOUCHED = { pixels: 12, levels: 12 };
/** Two drawings are the same where they differ by less than this on average. */
const SAME_DRAWING = 14;
/** No neighbour within this many pixels: where the hole is filled from the background alone. */
const ALONE = 6;

/** A scene with its file and what was found in it before. */
export interface Subject {
  readonly pack: Pack;
  readonly scene: QualityScene;
  readonly png: Uint8Array;
  readonly localisations: LocalisationCache;
}

export interface Edited {
  readonly findings: Findings;
  readonly result?: EditResult;
}

const targetOf = ({ objects, from, width, height }: QualityScene): Uint8Array =>
  unionOf(
    objects.filter(({ name }) => name === from),
    width * height,
  );

/**
 * `to: nothing`, with the mask that is found and with the true one, against the scene composed without the
 * target.
 */
export async function erase(subject: Subject): Promise<Edited> {
  const { pack, scene } = subject;
  const target = hasTrace(targetOf(scene));
  const near = nearOthers(scene);
  const request = { from: scene.from, to: 'nothing' };
  const found = await attempt(subject, request, subject.localisations);
  const known = await attempt(subject, request, trueLocalisations(pack, scene));
  const psnr = (result: EditResult | undefined, isIn = target) =>
    result && psnrOver(bytesOf(result), scene.without, isIn);
  return {
    findings: {
      erasePsnr: psnr(found),
      erasePsnrAlone: psnr(found, p => target(p) && near[p] === 0),
      erasePsnrWithMisses: psnr(found) ?? psnrOver(scene.image, scene.without, target),
      erasePsnrTrue: psnr(known),
      erasePsnrTrueAlone: psnr(known, p => target(p) && near[p] === 0),
      eraseCovers: found && touched(scene, found),
    },
    ...(found === undefined ? {} : { result: found }),
  };
}

/**
 * Another object in the target's place: the repainted background that shows, and the effect on neighbours.
 */
export async function replace(subject: Subject): Promise<Edited> {
  const { pack, scene } = subject;
  const result = await attempt(subject, { from: scene.from, to: scene.to }, subject.localisations);
  if (result === undefined) return { findings: {} };
  const [old, fresh] = [hasTrace(targetOf(scene)), hasTrace(newThing(result))];
  const [size, shown] = [scene.width * scene.height, (p: number) => result.mask.data[p] > 0];
  const area = countPixels(size, shown);
  const hazy = countPixels(size, p => {
    if (!shown(p) || fresh(p)) return false;
    const off = levelsApart(bytesOf(result), scene.without, p);
    return off >= HAZE.from && off <= HAZE.to;
  });
  return {
    findings: {
      haze: hazy / area,
      maskExcess: countPixels(size, p => shown(p) && !old(p) && !fresh(p)) / area,
      covers: touched(scene, result),
      named: await isNamed(pack, result, scene.to),
    },
    result,
  };
}

/** Four seeds: how many of them are different drawings. */
export async function vary(subject: Subject, first: EditResult): Promise<Findings> {
  const drawings: EditResult[] = [first];
  const { from, to } = subject.scene;
  for (const seed of [1001, 2001, 3001]) {
    const result = await attempt(subject, { from, to, seed }, subject.localisations);
    if (result !== undefined && drawings.every(other => differ(other, result) >= SAME_DRAWING))
      drawings.push(result);
  }
  return { distinct: drawings.length };
}

/** The guidance ladder: how far a rung is from the next one, on average inside the new object. */
export async function climb(subject: Subject): Promise<Findings> {
  const { from, to } = subject.scene;
  const rungs: EditResult[] = [];
  for (const guidanceScale of LADDER) {
    const result = await attempt(subject, { from, to, guidanceScale }, subject.localisations);
    if (result !== undefined) rungs.push(result);
  }
  if (rungs.length < 2) return {};
  const apart = rungs.slice(1).map((result, i) => differ(rungs[i], result));
  return { ladderStep: apart.reduce((a, b) => a + b, 0) / apart.length, ladderLeast: Math.min(...apart) };
}

async function attempt(
  { pack, png }: Subject,
  request: EditRequest,
  localisations: LocalisationCache,
): Promise<EditResult | undefined> {
  const hooks: EditHooks = { localisations };
  try {
    return await edit(pack, png, request, hooks);
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}

const bytesOf = ({ image }: EditResult): Uint8Array => image.rgb as Uint8Array;

/** How many other objects an edit touched. */
function touched({ objects, from, image }: QualityScene, result: EditResult): number {
  const others = objects.filter(({ name }) => name !== from);
  return others.filter(({ mask }) => {
    const changed = (p: number) =>
      isShown(mask)(p) && levelsApart(bytesOf(result), image, p) > TOUCHED.levels;
    return countPixels(mask.length, changed) > TOUCHED.pixels;
  }).length;
}

/** The mean difference of two edits' channels where either shows its new object. */
function differ(a: EditResult, b: EditResult): number {
  const [inA, inB] = [isShown(newThing(a)), isShown(newThing(b))];
  let [sum, count] = [0, 0];
  for (let p = 0; p < a.mask.data.length; p++) {
    if (!inA(p) && !inB(p)) continue;
    count += 3;
    for (let i = 3 * p; i < 3 * p + 3; i++) sum += Math.abs(bytesOf(a)[i] - bytesOf(b)[i]);
  }
  return count === 0 ? 0 : sum / count;
}

/**
 * Whether the pack's own CLIP calls every new object `to` rather than any other word: a rough judge, and a
 * partial one.
 */
async function isNamed(pack: Pack, result: EditResult, to: string): Promise<boolean> {
  const { size } = pack.manifest.components.clipImage.pixels;
  const matte = newThing(result);
  const rgb = Uint8Array.from({ length: 3 * matte.length }, (_, i) => matte[Math.floor(i / 3)]);
  const weights = { width: result.mask.width, height: result.mask.height, rgb };
  for (const { encoded } of result.regions) {
    const { window } = encoded.candidate;
    const view = viewOf(result.image, window, size, size);
    const weight = viewOf(weights, window, size, size).data.slice(0, size * size);
    const cut = weighted(view, { data: weight.map(v => (v + 1) / 2), dims: [1, 1, size, size] });
    const [margin] = await clipMargins(pack, to, cut);
    if (margin <= 0) return false;
  }
  return true;
}

/** 1 on, and within a few pixels of, the other objects of the scene. */
function nearOthers({ others, width, height }: QualityScene): Uint8Array {
  const near = new Uint8Array(width * height);
  for (const { mask } of others) {
    for (let p = 0; p < mask.length; p++) {
      if (!hasTrace(mask)(p)) continue;
      const [x, y] = [p % width, Math.floor(p / width)];
      for (let v = Math.max(0, y - ALONE); v <= Math.min(height - 1, y + ALONE); v++) {
        near.fill(1, v * width + Math.max(0, x - ALONE), v * width + Math.min(width - 1, x + ALONE) + 1);
      }
    }
  }
  return near;
}
