import { describe, expect, test } from 'vitest';
import { inGrey, isGrey } from '../../../src/pipeline/layers/tone.ts';

/** 100 pixels, each of one of the colours in turn. */
const picture = (...colours: readonly (readonly [number, number, number])[]) => ({
  rgb: Uint8Array.from({ length: 300 }, (_, i) => colours[Math.floor(i / 3) % colours.length]![i % 3]!),
});

describe('a grey picture', () => {
  test.each([
    ['in shades of grey', picture([200, 200, 200], [90, 90, 90]), true],
    ['in shades of grey with a cast of JPEG', picture([200, 204, 198], [90, 86, 92]), true],
    ['in colours', picture([200, 200, 200], [200, 90, 90]), false],
    ['black and white', picture([255, 255, 255], [0, 0, 0]), false],
    ['white', picture([255, 255, 255]), false],
  ])('Of a picture %s it is told whether it is grey.', (_, shown, grey) => {
    expect(isGrey(shown)).toBe(grey);
  });
});

test('An object in grey is as light as it was and keeps its matte.', () => {
  const alpha = { data: Float32Array.of(1, 0.5, 0), dims: [1, 1, 1, 3] };
  const colour = { data: Float32Array.of(1, 0.5, 0, -1, 0.5, 0, -1, 0.5, 0), dims: [1, 3, 1, 3] };
  const grey = inGrey({ alpha, colour });
  expect(grey.alpha).toBe(alpha);
  const luma = 0.299 - 0.587 - 0.114;
  for (const c of [0, 1, 2]) {
    expect(grey.colour.data[3 * c]).toBeCloseTo(luma, 5);
    expect(grey.colour.data[3 * c + 1]).toBeCloseTo(0.5, 5);
    expect(grey.colour.data[3 * c + 2]).toBe(0);
  }
});
