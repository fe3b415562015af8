import { describe, expect, test } from 'vitest';
import type { Picture } from '../../../src/pipeline/image/picture.ts';
import { reflect, viewOf } from '../../../src/pipeline/image/view.ts';

/** Red counts columns, green counts rows. */
const numbered = (width: number, height: number): Picture => ({
  width,
  height,
  rgb: Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    return [pixel % width, Math.floor(pixel / width), 255][i % 3];
  }),
});

/** −1…1 → 0…255. */
const levels = (data: Float32Array) => Array.from(data, v => Math.round((v + 1) * 127.5));

test('An index beyond the edge is folded back, the edge pixel twice, however far out it lies.', () => {
  const folded = Array.from({ length: 14 }, (_, i) => reflect(i - 5, 3));
  expect(folded).toEqual([1, 2, 2, 1, 0, 0, 1, 2, 2, 1, 0, 0, 1, 2]);
  expect(reflect(-3_000_001, 3)).toBe(reflect(-3_000_001 + 6 * 500_001, 3));
});

describe('a view', () => {
  test('Of a box at its own size it is the samples of the box, in −1…1, one plane a channel.', () => {
    const { data, dims } = viewOf(numbered(9, 7), { left: 2, top: 3, width: 3, height: 2 }, 3, 2);
    expect(dims).toEqual([1, 3, 2, 3]);
    expect(levels(data)).toEqual([2, 3, 4, 2, 3, 4, 3, 3, 3, 4, 4, 4, 255, 255, 255, 255, 255, 255]);
    expect(data.slice(-6)).toEqual(new Float32Array(6).fill(1));
  });

  test('Beyond the edges it is filled by reflection.', () => {
    const { data } = viewOf(numbered(4, 3), { left: -2, top: -2, width: 8, height: 6 }, 8, 6);
    const [red, green] = [levels(data.slice(0, 8)), levels(data.slice(48, 96)).filter((_, i) => i % 8 === 0)];
    expect(red).toEqual([1, 0, 0, 1, 2, 3, 3, 2]);
    expect(green).toEqual([1, 0, 0, 1, 2, 2]);
  });

  test('A box larger than twice the picture folds more than once.', () => {
    const { data } = viewOf(numbered(2, 2), { left: -3, top: 0, width: 8, height: 1 }, 8, 1);
    expect(levels(data.slice(0, 8))).toEqual([1, 1, 0, 0, 1, 1, 0, 0]);
  });

  test('What is transparent is white, what is half transparent half so.', () => {
    const rgb = new Uint8Array(12);
    const picture = { width: 4, height: 1, rgb, alpha: Uint8Array.from([0, 51, 204, 255]) };
    const { data } = viewOf(picture, { left: 0, top: 0, width: 4, height: 1 }, 4, 1);
    expect(levels(data.slice(0, 4))).toEqual([255, 204, 51, 0]);
  });

  test('16-bit samples and alpha are viewed on their own scale.', () => {
    const picture = {
      width: 2,
      height: 1,
      rgb: Uint16Array.from([0xffff, 0x8000, 0, 0, 0, 0]),
      alpha: Uint16Array.from([0xffff, 0x8000]),
    };
    const { data } = viewOf(picture, { left: 0, top: 0, width: 2, height: 1 }, 2, 1);
    expect(data[0]).toBe(1);
    expect(data[1]).toBeCloseTo(0, 4);
    expect(data[2]).toBeCloseTo(0, 4);
    expect(data[4]).toBe(-1);
  });

  test('A shrunken view averages; an enlarged one lies between its neighbours.', () => {
    const small = viewOf(numbered(64, 64), { left: 0, top: 0, width: 64, height: 64 }, 4, 4);
    const middle = Array.from(small.data.slice(1, 3), v => (v + 1) * 127.5);
    expect(middle).toEqual([expect.closeTo(23.5, 3), expect.closeTo(39.5, 3)]);
    const large = viewOf(numbered(64, 64), { left: 10, top: 10, width: 2, height: 2 }, 8, 8);
    expect(Math.min(...levels(large.data.slice(0, 64)))).toBe(10);
    expect(Math.max(...levels(large.data.slice(0, 64)))).toBe(11);
  });
});
