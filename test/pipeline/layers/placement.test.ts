import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box } from '../../../src/pipeline/image/picture.ts';
import { cutSides, placementOf } from '../../../src/pipeline/layers/placement.ts';

const PICTURE = { width: 800, height: 600 };

const inks = fc.record({
  width: fc.integer({ min: 20, max: 200 }),
  height: fc.integer({ min: 20, max: 200 }),
});
const size = fc.integer({ min: 20, max: 300 });
/** Boxes well inside the picture. */
const boxes = fc.record({ width: size, height: size }).chain(({ width, height }) =>
  fc.record({
    left: fc.integer({ min: 8, max: PICTURE.width - 8 - width }),
    top: fc.integer({ min: 8, max: PICTURE.height - 8 - height }),
    width: fc.constant(width),
    height: fc.constant(height),
  }),
);

test('An uncut object is placed uncut, keeps its aspect, and is not much larger than the old one.', () => {
  fc.assert(
    fc.property(inks, boxes, (ink, old) => {
      const at = placementOf(ink, old, PICTURE);
      expect(at.left).toBeGreaterThanOrEqual(0);
      expect(at.top).toBeGreaterThanOrEqual(0);
      expect(at.left + at.width).toBeLessThanOrEqual(PICTURE.width);
      expect(at.top + at.height).toBeLessThanOrEqual(PICTURE.height);
      expect(at.width).toBeLessThanOrEqual(1.25 * old.width + 1);
      expect(at.height).toBeLessThanOrEqual(1.15 * old.height + 1);
      // A pixel of rounding on each side.
      expect(Math.abs(at.width - (at.height * ink.width) / ink.height)).toBeLessThan(
        1 + ink.width / ink.height,
      );
    }),
  );
});

test('Its feet stand where the old feet stood, under the same middle.', () => {
  const old = { left: 300, top: 200, width: 200, height: 120 };
  const at = placementOf({ width: 50, height: 100 }, old, PICTURE);
  expect(at.top + at.height).toBe(320);
  expect(Math.abs(at.left + at.width / 2 - 400)).toBeLessThanOrEqual(0.5);
});

test('A new object of the old one’s size has exactly its placement.', () => {
  const old = { left: 300, top: 200, width: 200, height: 120 };
  expect(placementOf({ width: 100, height: 60 }, old, PICTURE)).toEqual(old);
});

/** An object of 200 × 100 in eight positions at the picture's edge, half of it cut off. */
const CUT: readonly (readonly [string, Box])[] = [
  ['left', { left: 0, top: 250, width: 100, height: 100 }],
  ['right', { left: 700, top: 250, width: 100, height: 100 }],
  ['top', { left: 300, top: 0, width: 200, height: 50 }],
  ['bottom', { left: 300, top: 550, width: 200, height: 50 }],
  ['left, top', { left: 0, top: 0, width: 100, height: 50 }],
  ['top, right', { left: 700, top: 0, width: 100, height: 50 }],
  ['left, bottom', { left: 0, top: 550, width: 100, height: 50 }],
  ['right, bottom', { left: 700, top: 550, width: 100, height: 50 }],
];

describe.each(CUT)('cut off at %s', (sides, old) => {
  test('It is known to be.', () => {
    const cut = Object.entries(cutSides(old, PICTURE)).flatMap(([side, is]) => (is ? [side] : []));
    expect(cut.join(', ')).toBe(sides);
  });

  test('The new one reaches the same edges, and its inner sides are the old ones.', () => {
    const at = placementOf({ width: 200, height: 100 }, old, PICTURE);
    const ends = (box: Box) => [box.left, box.top, box.left + box.width, box.top + box.height];
    const [left, top, right, bottom] = ends(at);
    const [oldLeft, oldTop, oldRight, oldBottom] = ends(old);
    if (sides.includes('left')) expect([left <= 0, right]).toEqual([true, oldRight]);
    if (sides.includes('right')) expect([right >= 800, left]).toEqual([true, oldLeft]);
    if (sides.includes('top')) expect([top <= 0, bottom]).toEqual([true, oldBottom]);
    if (sides.includes('bottom')) expect([bottom >= 600, top]).toEqual([true, oldTop]);
  });
});

test('A narrow one stands at the edge that cut the old one.', () => {
  const at = placementOf({ width: 20, height: 200 }, { left: 0, top: 200, width: 150, height: 200 }, PICTURE);
  expect(at).toEqual({ left: 0, top: 200, width: 20, height: 200 });
});

test('What fills the picture from edge to edge is filled again.', () => {
  const at = placementOf(
    { width: 100, height: 100 },
    { left: 0, top: 300, width: 800, height: 100 },
    PICTURE,
  );
  expect(at.height).toBe(100);
  expect(at.left + at.width / 2).toBe(400);
});
