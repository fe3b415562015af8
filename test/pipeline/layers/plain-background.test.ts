import { describe, expect, test } from 'vitest';
import type { GreyPicture } from '../../../src/pipeline/image/picture.ts';
import { leftoversOnPlainBackground } from '../../../src/pipeline/layers/plain-background.ts';

const SIDE = 160;
type Colour = readonly [number, number, number];
type Paint = (x: number, y: number) => Colour | undefined;

/**
 * Layers of paint over each other, the last on top, as a view in −1…1; a layer may leave a place as it is.
 */
function viewOf(...layers: readonly Paint[]) {
  const data = new Float32Array(3 * SIDE * SIDE);
  for (let i = 0; i < SIDE * SIDE; i++) {
    for (const paint of layers) {
      paint(i % SIDE, Math.floor(i / SIDE))?.forEach((value, channel) => {
        data[channel * SIDE * SIDE + i] = value / 127.5 - 1;
      });
    }
  }
  return { data, side: SIDE };
}

const maskWhere = (isIn: (x: number, y: number) => boolean): GreyPicture => ({
  width: SIDE,
  height: SIDE,
  data: Uint8Array.from({ length: SIDE * SIDE }, (_, i) => (isIn(i % SIDE, Math.floor(i / SIDE)) ? 255 : 0)),
});

const within = (radius: number) => (x: number, y: number) => Math.hypot(x - 80, y - 80) < radius;
const disc =
  (radius: number, colour: Colour): Paint =>
  (x, y) =>
    within(radius)(x, y) ? colour : undefined;

/** A wall that gets lighter towards one corner. */
const wall: Paint = (x, y) => [150 + x * 0.3, 170 + y * 0.2, 200 - x * 0.1];
const skyAndMeadow: Paint = (x, y) =>
  y < 90 + 6 * Math.sin(x / 20) ? [150, 190, 230 - y * 0.2] : [90, 160, 70];
const nothing = maskWhere(() => false);
const hole = maskWhere(within(25));
/** A red disc with a pale rim that its outline misses. */
const rimmed = [disc(31, [235, 240, 245]), disc(25, [200, 40, 40])];

const at = (mask: GreyPicture | undefined, x: number, y: number) => mask?.data[y * SIDE + x];

describe('what an outline missed', () => {
  test.each([
    ['a wall in changing light', wall],
    ['a sky above a meadow', skyAndMeadow],
  ])('A pale rim is left over on %s; the background beside it is not.', (_, background) => {
    const left = leftoversOnPlainBackground(viewOf(background, ...rimmed), hole, nothing);
    expect([at(left, 80, 52), at(left, 108, 80), at(left, 80, 108)]).toEqual([255, 255, 255]);
    expect([at(left, 80, 40), at(left, 120, 80), at(left, 20, 90)]).toEqual([0, 0, 0]);
  });

  test('A line of mixed colours where two backgrounds meet is not, though it ends beside the object.', () => {
    const line: Paint = (x, y) =>
      x > 45 && x < 115 && Math.abs(y - 90 - 6 * Math.sin(x / 20)) < 1 ? [120, 175, 150] : undefined;
    const left = leftoversOnPlainBackground(
      viewOf(skyAndMeadow, line, disc(25, [200, 40, 40])),
      hole,
      nothing,
    );
    expect(left?.data.every(value => value === 0)).toBe(true);
  });

  test('There is no leftover where the outline is complete.', () => {
    const left = leftoversOnPlainBackground(viewOf(skyAndMeadow, disc(25, [200, 40, 40])), hole, nothing);
    expect(left?.data.every(value => value === 0)).toBe(true);
  });

  test('What reaches far from the object is another’s, and so is what is known to be.', () => {
    const pole: Paint = (x, y) => (Math.abs(x - 80) < 3 && y > 100 ? [90, 60, 40] : undefined);
    const far = leftoversOnPlainBackground(viewOf(wall, pole, disc(25, [200, 40, 40])), hole, nothing);
    expect(at(far, 80, 110)).toBe(0);
    const above = maskWhere((_, y) => y < 60);
    const known = leftoversOnPlainBackground(viewOf(wall, ...rimmed), hole, above);
    expect([at(known, 80, 52), at(known, 108, 80)]).toEqual([0, 255]);
  });

  test('On a textured background leftovers cannot be detected.', () => {
    const rough: Paint = (x, y) => [
      ((x * 7919 + y * 104_729) % 200) + 20,
      ((x * 31 + y * 57) % 180) + 30,
      (x * y) % 256,
    ];
    expect(leftoversOnPlainBackground(viewOf(rough, ...rimmed), hole, nothing)).toBeUndefined();
  });
});
