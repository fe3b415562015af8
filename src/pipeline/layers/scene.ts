import type { Box, GreyPicture, Picture } from '../image/picture.ts';
import { viewOf } from '../image/view.ts';
import { beyondPicture } from '../image/window.ts';
import { foregroundLogits } from '../localise/background.ts';
import type { Candidate } from '../localise/index.ts';
import { grow } from '../masks/morphology.ts';
import type { Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import type { WindowMask } from './avoid.ts';
import { type Hole, holeOf } from './hole.ts';
import { leftoversOnPlainBackground } from './plain-background.ts';
import { surroundingsOf } from './surroundings.ts';

/** The old object's window and hole, and the other objects in it. */
export interface Scene {
  readonly window: Box;
  readonly hole: Hole;
  readonly others: WindowMask | undefined;
}

/** Soft edge of another object in pixels: it is no leftover of its neighbour. */
const NEIGHBOURS_EDGE = 2;

export async function sceneOf(
  { segmentForeground, manifest }: Pack,
  picture: Picture,
  candidate: Candidate,
  growBy: number,
): Promise<Scene> {
  const { window } = candidate;
  const outlined = holeOf(candidate, growBy, manifest.resolution);
  const side = outlined.hole.width;
  const view = viewOf(picture, window, side, side);
  const beyond = beyondPicture(window, picture, side);
  if (segmentForeground === undefined) {
    return { window, hole: withLeftovers(outlined, view, beyond), others: undefined };
  }
  const logits = await foregroundLogits(segmentForeground, view, beyond);
  const { hole, others } = surroundingsOf(logits, outlined);
  return {
    window,
    hole: withLeftovers({ ...outlined, hole }, view, beyond, others),
    others: { mask: others, window },
  };
}

/** The hole with what its outline missed on plain background. */
function withLeftovers(scene: Hole, view: Tensor, beyond: Uint8Array, others?: GreyPicture): Hole {
  const { width, height, data } = scene.hole;
  const apart = beyond.map((out, i) => (out > 0 ? 255 : (others?.data[i] ?? 0)));
  const known = grow({ width, height, data: apart }, NEIGHBOURS_EDGE);
  const left = leftoversOnPlainBackground({ data: view.data, side: width }, scene.hole, known);
  if (left === undefined) return scene;
  return { ...scene, hole: { width, height, data: data.map((value, i) => Math.max(value, left.data[i])) } };
}
