import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Box } from '../../../src/pipeline/image/picture.ts';
import { outlinedAt, type Region } from '../../../src/pipeline/localise/fine-pass.ts';
import { cutAnew, onPicture } from '../../../src/pipeline/localise/logits.ts';
import { boxOf } from '../../../src/pipeline/masks/components.ts';
import { grow } from '../../../src/pipeline/masks/morphology.ts';
import { latentMask } from '../../../src/pipeline/region/latent-mask.ts';

const SIDE = 256;
const PICTURE = { width: 900, height: 700 };
const OPTIONS = { context: 1.6, minWindow: 48, picture: PICTURE };

/** Logits of an ellipse in a window: 6 at its middle, 0 at its edge, less outside. */
function ellipse(window: Box, { left, top, width, height }: Box) {
  const cell = window.width / SIDE;
  const data = Float32Array.from({ length: SIDE * SIDE }, (_, i) => {
    const x = window.left + ((i % SIDE) + 0.5) * cell;
    const y = window.top + (Math.floor(i / SIDE) + 0.5) * cell;
    const r = Math.hypot((x - left - width / 2) / (width / 2), (y - top - height / 2) / (height / 2));
    return Math.max(-8, 6 * (1 - r));
  });
  return { data, dims: [1, 1, SIDE, SIDE] };
}

/**
 * Objects anywhere on the picture, also across its edge, in windows that are cut up to a fifth beside them.
 */
const regions = fc
  .record({
    left: fc.integer({ min: -60, max: 760 }),
    top: fc.integer({ min: -60, max: 560 }),
    width: fc.integer({ min: 100, max: 200 }),
    height: fc.integer({ min: 100, max: 200 }),
    aside: fc.tuple(
      fc.double({ min: -0.1, max: 0.1, noNaN: true }),
      fc.double({ min: -0.1, max: 0.1, noNaN: true }),
    ),
  })
  .map(({ aside, ...object }): Region => {
    const side = 360;
    const window = {
      left: Math.round(object.left + object.width / 2 - side / 2 + aside[0] * side),
      top: Math.round(object.top + object.height / 2 - side / 2 + aside[1] * side),
      width: side,
      height: side,
    };
    const logits = onPicture(ellipse(window, object), window, PICTURE);
    return {
      window,
      logits,
      cropScores: [],
      presence: 0,
      mask: { width: SIDE, height: SIDE, data: new Uint8Array(SIDE * SIDE) },
      box: window,
    };
  });

const thresholds = fc.integer({ min: 100, max: 200 });

test('The outline’s box lies on the picture, in the window, and the window is centred on it.', () => {
  fc.assert(
    fc.property(regions, thresholds, (region, threshold) => {
      const drawn = outlinedAt(region, { ...OPTIONS, threshold });
      if (drawn === undefined) return;
      const { box, window } = drawn;
      expect([box.left >= 0, box.top >= 0]).toEqual([true, true]);
      expect(box.left + box.width).toBeLessThanOrEqual(PICTURE.width);
      expect(box.top + box.height).toBeLessThanOrEqual(PICTURE.height);
      expect([box.left >= window.left, box.top >= window.top]).toEqual([true, true]);
      expect(box.left + box.width).toBeLessThanOrEqual(window.left + window.width);
      expect(box.top + box.height).toBeLessThanOrEqual(window.top + window.height);
      const cell = window.width / SIDE;
      expect(Math.abs(box.left + box.width / 2 - window.left - window.width / 2)).toBeLessThan(2 * cell + 1);
      expect(Math.abs(box.top + box.height / 2 - window.top - window.height / 2)).toBeLessThan(2 * cell + 1);
    }),
    { numRuns: 40 },
  );
});

test.each(['exact', 'hull', 'box', 'canvas'] as const)(
  'What the UNet repaints covers the found mask, grown or not: %s.',
  kind => {
    fc.assert(
      fc.property(regions, thresholds, fc.integer({ min: -6, max: 12 }), (region, threshold, growBy) => {
        const drawn = outlinedAt(region, { ...OPTIONS, threshold });
        if (drawn === undefined) return;
        const mask = grow(drawn.mask, growBy);
        const cells = latentMask(mask, kind, 32).data;
        const missed = mask.data.filter((value, i) => {
          const cell = Math.floor(Math.floor(i / SIDE) / 8) * 32 + Math.floor((i % SIDE) / 8);
          return value > 127 && cells[cell] === 0;
        });
        expect(missed.length).toBe(0);
      }),
      { numRuns: 20 },
    );
  },
);

test('Logits beyond the picture are absent.', () => {
  const window = { left: -100, top: 0, width: 200, height: 200 };
  const twin = { data: new Float32Array(SIDE * SIDE).fill(4), dims: [1, 1, SIDE, SIDE] };
  const drawn = outlinedAt(
    {
      window,
      cropScores: [],
      presence: 0,
      logits: onPicture(twin, window, PICTURE),
      mask: { width: 0, height: 0, data: new Uint8Array() },
      box: window,
    },
    { ...OPTIONS, threshold: 150 },
  );
  expect(drawn?.box).toEqual({ left: 0, top: 0, width: 100, height: 200 });
});

test('Cut anew, logits stand where they stood; the same window is the same logits.', () => {
  const from = { left: 0, top: 0, width: 256, height: 256 };
  const logits = ellipse(from, { left: 60, top: 80, width: 120, height: 90 });
  expect(cutAnew(logits, from, from).data).toBe(logits.data);
  const to = { left: 20, top: -16, width: 256, height: 256 };
  const moved = cutAnew(logits, from, to).data;
  expect(moved[(100 + 16) * 256 + 100 - 20]).toBeCloseTo(logits.data[100 * 256 + 100], 4);
  expect(moved[5 * 256 + 100]).toBe(-20);
  expect(
    boxOf({ width: 256, height: 256, data: Uint8Array.from(moved, v => (v > 0 ? 255 : 0)) }),
  ).toMatchObject({
    left: 40,
    top: 96,
  });
});
