import { beforeAll, describe, expect, test } from 'vitest';
import { pyramidOf } from '../../../src/pipeline/image/pyramid.ts';
import type { Region } from '../../../src/pipeline/localise/fine-pass.ts';
import { withoutNeighbour } from '../../../src/pipeline/localise/neighbours.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import type { Pack } from '../../../src/pipeline/models/pack.ts';
import { meadow, type Staged } from '../../support/pictures.ts';

const SIDE = 256;
/** The whole picture is the window, so that cells and pixels are one. */
const WINDOW = { left: 0, top: 0, width: SIDE, height: SIDE };

let pack: Pack;

beforeAll(async () => {
  pack = await loadPack('emoji', { provider: 'cpu', threads: 1 });
});

/** A region whose outline takes in everything in a picture, with a thread between the objects. */
function everythingIn({ masks }: Staged): Region {
  const data = new Uint8Array(SIDE * SIDE);
  for (const mask of masks) for (let i = 0; i < data.length; i++) if (mask[i] > 127) data[i] = 255;
  if (masks.length > 1) data.fill(255, 128 * SIDE + 60, 128 * SIDE + 200);
  return {
    window: WINDOW,
    box: WINDOW,
    presence: 0,
    cropScores: [5],
    logits: { data: Float32Array.from(data, value => (value > 0 ? 5 : -5)), dims: [1, 1, SIDE, SIDE] },
    mask: { width: SIDE, height: SIDE, data },
  };
}

/** How much of an object an outline covers. */
function covered({ mask: { data } }: Region, object: Uint8Array): number {
  const whole = object.filter(value => value > 127).length;
  return object.filter((value, i) => value > 127 && data[i] > 127).length / whole;
}

describe('an outline of two objects that touch', () => {
  test.each([
    ['cat', 0, 1],
    ['basketball', 1, 0],
  ])('Asked for the %s, the other is cut off, and is no faint part of it.', async (from, own, other) => {
    const picture = await meadow(
      SIDE,
      SIDE,
      { name: 'cat', size: 110, at: [0.26, 0.5] },
      { name: 'basketball', size: 90, at: [0.74, 0.5] },
    );
    const region = await withoutNeighbour(pack, pyramidOf(picture), from, everythingIn(picture));
    expect(covered(region, picture.masks[own])).toBeGreaterThan(0.95);
    expect(covered(region, picture.masks[other])).toBeLessThan(0.05);
    expect(region.box.width).toBeLessThan(150);
    const inside = picture.masks[other].indexOf(255);
    expect(region.logits.data[inside]).toBeLessThan(-10);
  });

  test('An object alone stays as it is.', async () => {
    const picture = await meadow(SIDE, SIDE, { name: 'horse', size: 170 });
    const region = everythingIn(picture);
    expect(await withoutNeighbour(pack, pyramidOf(picture), 'horse', region)).toBe(region);
  });
});
