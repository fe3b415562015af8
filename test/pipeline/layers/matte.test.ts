import { expect, test } from 'vitest';
import { solveMatte } from '../../../src/pipeline/layers/matte.ts';
import { inkOf } from '../../../src/pipeline/layers/sprite.ts';
import { disc, onBoth, type Painter } from './sprites.ts';

const SIDE = 40;

test.each([
  ['white', [1, 1, 1]],
  ['black', [-1, -1, -1]],
  ['of the light background’s own grey', [0.8, 0.8, 0.8]],
  ['of a colour', [0.9, -0.4, 0.1]],
] as const)('An object that is %s comes out with its coverage and its colours.', (_, colour) => {
  const paint = disc(SIDE, 12, colour);
  const sprite = solveMatte(...onBoth(paint, SIDE));
  const plane = SIDE * SIDE;
  for (let i = 0; i < plane; i++) {
    const { alpha } = paint(i % SIDE, Math.floor(i / SIDE));
    // Coverage is stretched by 0.06 at both ends.
    expect(Math.abs(sprite.alpha.data[i] - alpha)).toBeLessThan(0.07);
    for (let c = 0; c < 3; c++) {
      const expected = sprite.alpha.data[i] * colour[c];
      expect(sprite.colour.data[c * plane + i]).toBeCloseTo(expected, 5);
    }
  }
});

test('Thin parts keep the background between them.', () => {
  const spokes: Painter = x => ({ alpha: x % 8 === 3 && x > 4 && x < 36 ? 1 : 0, colour: [0, 0, 0] });
  const { alpha } = solveMatte(...onBoth(spokes, SIDE));
  const row = Array.from(alpha.data.subarray(0, SIDE));
  expect(row.map(v => (v > 0.5 ? '#' : '.')).join('')).toBe('...........#.......#.......#.......#....');
});

test('What decoders leave of the backgrounds is no object, and neither are single dots.', () => {
  const noisy: Painter = (x, y) => {
    if (x === 2 && y === 3) return { alpha: 1, colour: [1, 0, 0] };
    const inside = x >= 10 && x < 36 && y >= 10 && y < 36;
    return inside ? { alpha: 0.97, colour: [0, 0.5, 0] } : { alpha: 0.04, colour: [0, 0, 0] };
  };
  const sprite = solveMatte(...onBoth(noisy, SIDE));
  expect(inkOf(sprite)).toEqual({ left: 10, top: 10, width: 26, height: 26 });
  expect(sprite.alpha.data[0]).toBe(0);
  expect(sprite.alpha.data[3 * SIDE + 2]).toBe(0);
  expect(sprite.alpha.data[20 * SIDE + 20]).toBe(1);
});

test('Of empty windows there is no ink.', () => {
  expect(inkOf(solveMatte(...onBoth(() => ({ alpha: 0, colour: [0, 0, 0] }), SIDE)))).toBeUndefined();
});
