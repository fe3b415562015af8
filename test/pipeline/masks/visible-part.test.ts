import fc from 'fast-check';
import { expect, test } from 'vitest';
import { resize } from '../../../src/pipeline/image/resample.ts';
import { cutRound, resizePart } from '../../../src/pipeline/masks/visible-part.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';
import type { Tensor } from '../../../src/pipeline/math/tensor.ts';
import { loadPack } from '../../../src/pipeline/models/load-pack.ts';
import { maxError } from '../reference.ts';

const RESOLUTION = 64;

/** Soft patches of colour, as a window shows them. */
const image: Tensor = resize(
  { data: gaussian(7)(3 * 8 * 8).map(v => Math.max(-1, Math.min(1, v))), dims: [1, 3, 8, 8] },
  RESOLUTION,
  RESOLUTION,
);

const whole = (side: number) => ({ left: 0, top: 0, width: side, height: side });

const worst = (a: Tensor, b: Tensor): number => {
  expect(a.dims).toEqual(b.dims);
  return maxError(a, b);
};

/** Windows of 40 to 300 pixels and a part of each. */
const parts = fc.integer({ min: 40, max: 300 }).chain(side =>
  fc
    .record({
      left: fc.integer({ min: 0, max: side - 1 }),
      top: fc.integer({ min: 0, max: side - 1 }),
      across: fc.double({ min: 0, max: 1, noNaN: true }),
      down: fc.double({ min: 0, max: 1, noNaN: true }),
    })
    .map(({ left, top, across, down }) => ({
      side,
      part: {
        left,
        top,
        width: 1 + Math.floor(across * (side - left - 1)),
        height: 1 + Math.floor(down * (side - top - 1)),
      },
    })),
);

test('A part is what the whole window shows there.', () => {
  fc.assert(
    fc.property(parts, ({ side, part }) => {
      const all = resize(image, side, side, 'lanczos3');
      const found = resizePart(image, whole(side), part, 'lanczos3');
      const expected = Array.from({ length: 3 * part.width * part.height }, (_, i) => {
        const [c, y, x] = [
          Math.floor(i / (part.width * part.height)),
          Math.floor(i / part.width) % part.height,
          i % part.width,
        ];
        return all.data[(c * side + part.top + y) * side + part.left + x];
      });
      expect(worst(found, { data: Float32Array.from(expected), dims: found.dims })).toBeLessThan(1e-5);
    }),
    { numRuns: 40 },
  );
});

test('A cut with a margin of the kernel’s reach makes the same part.', () => {
  fc.assert(
    fc.property(parts, ({ side, part }) => {
      // Lanczos reaches three pixels of the coarser grid.
      const cut = cutRound(image, part, side, Math.ceil(3 * Math.max(1, RESOLUTION / side)) + 1);
      expect(cut.image.dims.every((n, i) => i < 2 || (n % 8 === 0 && n <= RESOLUTION))).toBe(true);
      const found = resizePart(cut.image, cut.of, part, 'lanczos3');
      expect(worst(found, resizePart(image, whole(side), part, 'lanczos3'))).toBeLessThan(1e-5);
    }),
    { numRuns: 60 },
  );
});

test.each([2, 4])(
  'What the built-in upscaler makes ×%d of a cut is what it makes of the whole window.',
  async times => {
    const { upscale } = await loadPack('emoji', { provider: 'cpu', threads: 1 });
    const side = times * RESOLUTION;
    const part = { left: 0.4 * side, top: 0.3 * side, width: 0.25 * side, height: 0.4 * side };
    const rounded = {
      ...part,
      left: Math.round(part.left),
      top: Math.round(part.top),
      width: 30,
      height: 50,
    };
    const cut = cutRound(image, rounded, side, 8);
    expect(cut.image.dims[3]).toBeLessThan(RESOLUTION);
    const found = resizePart(await upscale!(cut.image, times), cut.of, rounded, 'cubic');
    const expected = resizePart(await upscale!(image, times), whole(side), rounded, 'cubic');
    // A grey level is 1/127.
    expect(worst(found, expected)).toBeLessThan(0.02);
  },
);
