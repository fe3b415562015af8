import type { LocalisationCache } from '../../../src/pipeline/localise/find-instances.ts';
import { NotFoundError } from '../../../src/pipeline/localise/index.ts';
import { findMask, type MaskResult } from '../../../src/pipeline/mask.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import type { QualityScene } from '../../../synthetic-scenes/held-out/scenes.ts';
import { countPixels, iou, isShown, shareCovered, unionOf } from './measures.ts';

/**
 * Figures of one scene by key: a number, or true and false for shares; undefined where the question does not
 * arise.
 */
export type Findings = Readonly<Record<string, number | boolean | undefined>>;

/** Another object counts as included where the mask covers this much of its visible part. */
const TAKEN = 0.3;

export interface Found {
  readonly findings: Findings;
  /** The mask that was found, as the pack draws it; undefined when nothing was. */
  readonly mask?: Uint8Array;
}

/** Localises the target, and words of nothing in the picture. */
export async function findIn(
  pack: Pack,
  scene: QualityScene,
  png: Uint8Array,
  localisations: LocalisationCache,
): Promise<Found> {
  const found = await look(pack, png, scene.from, localisations);
  const fired: { alike: boolean; fired: boolean }[] = [];
  for (const { word, alike } of scene.absent) {
    fired.push({ alike, fired: (await look(pack, png, word)) !== undefined });
  }
  const share = (alike: boolean) => {
    const asked = fired.filter(answer => answer.alike === alike);
    return asked.length === 0 ? undefined : asked.filter(answer => answer.fired).length / asked.length;
  };
  const mask = found?.mask.data;
  return {
    findings: {
      ...(mask === undefined ? { found: false, iou: 0, wrongObject: false } : judge(scene, mask)),
      falsePositives: share(false),
      falsePositivesAlike: share(true),
    },
    ...(mask === undefined ? {} : { mask }),
  };
}

/** Where a mask lies: on the target, on something else, or on both. */
function judge({ objects, from }: QualityScene, mask: Uint8Array): Findings {
  const target = unionOf(
    objects.filter(({ name }) => name === from),
    mask.length,
  );
  const others = objects.filter(({ name }) => name !== from);
  const on = (object: Uint8Array) => countPixels(mask.length, p => isShown(mask)(p) && isShown(object)(p));
  const onTarget = on(target);
  const isWrong = others.some(object => on(object.mask) > onTarget) || onTarget === 0;
  return {
    found: !isWrong,
    iou: iou(mask, target),
    wrongObject: isWrong,
    takenAlong: isWrong ? undefined : others.some(object => shareCovered(object.mask, mask) >= TAKEN),
    iouWhereFound: isWrong ? undefined : iou(mask, target),
  };
}

async function look(
  pack: Pack,
  png: Uint8Array,
  from: string,
  localisations?: LocalisationCache,
): Promise<MaskResult | undefined> {
  const bare = { from, grow: 0, feather: 0 };
  try {
    return await findMask(pack, png, bare, localisations === undefined ? {} : { localisations });
  } catch (error) {
    if (error instanceof NotFoundError) return undefined;
    throw error;
  }
}
