import { describe, expect, test } from 'vitest';
import { resampleRows, resize } from '../../../src/pipeline/image/resample.ts';
import { type Kernel, taps } from '../../../src/pipeline/image/taps.ts';
import { uniform } from '../../../src/pipeline/math/random.ts';
import { type Tensor, tensor } from '../../../src/pipeline/math/tensor.ts';

const kernels: readonly Kernel[] = ['triangle', 'cubic', 'lanczos3'];
const sizes = [
  [1, 1],
  [2, 9],
  [7, 5],
  [13, 4],
  [29, 31],
] as const;

const line = (...values: number[]): Tensor => tensor(Float32Array.from(values), [1, 1, 1, values.length]);

function randomPlanes(...dims: number[]): Tensor {
  const next = uniform(11);
  return tensor(
    Float32Array.from({ length: dims.reduce((a, b) => a * b) }, () => next() * 2 - 1),
    dims,
  );
}

const transposed = ({ data, dims: [, , height, width] }: Tensor): Tensor =>
  tensor(
    data.map((_, i) => data[(i % height) * width + Math.floor(i / height)]),
    [1, 1, width, height],
  );

const closeTo = (values: readonly number[], digits = 5) => values.map(v => expect.closeTo(v, digits));

describe('against numbers worked out by hand', () => {
  test('Doubling a line with the triangle mixes neighbours 3 : 1.', () => {
    expect(Array.from(resize(line(0, 4), 4, 1).data)).toEqual(closeTo([0, 1, 3, 4]));
  });

  test('Halving a line with the triangle weighs pixels 3 : 3 : 1 at the ends.', () => {
    expect(Array.from(resize(line(7, 0, 0, 0), 2, 1).data)).toEqual(closeTo([3, 0]));
    expect(Array.from(resize(line(0, 0, 7, 0), 2, 1).data)).toEqual(closeTo([1, 3]));
  });

  test('Halving a line with the triangle weighs pixels 1 : 3 : 3 : 1 away from the ends.', () => {
    expect(Array.from(resize(line(0, 1, 2, 0, 4, 0), 3, 1).data)[1]).toBeCloseTo((1 + 6 + 0 + 4) / 8, 5);
  });

  test('Doubling a line with the cubic spreads a pixel by Catmull and Rom at quarters.', () => {
    const spread = resize(line(0, 0, 0, 0, 128, 0, 0, 0, 0), 18, 1, 'cubic').data.slice(5, 13);
    expect(Array.from(spread)).toEqual(closeTo([-3, -9, 29, 111, 111, 29, -9, -3], 3));
  });
});

describe.each(kernels)('the kernel %s', kernel => {
  test.each(sizes)('It keeps a constant constant at %i × %i: weights sum to 1.', (width, height) => {
    const constant = { data: new Float32Array(2 * 11 * 6).fill(0.7), dims: [1, 2, 6, 11] };
    const resized = resize(constant, width, height, kernel);
    expect(resized.dims).toEqual([1, 2, height, width]);
    expect(Array.from(resized.data)).toEqual(closeTo(new Array(2 * width * height).fill(0.7)));
  });

  test('It is the identity where the size stays.', () => {
    const x = randomPlanes(2, 3, 8, 6);
    expect(Array.from(resize(x, 6, 8, kernel).data)).toEqual(closeTo(Array.from(x.data), 6));
  });

  test.each([2, 3, 4])(
    'Shrinking %i times, it preserves the mean of what lies away from the edges.',
    times => {
      const side = 24 * times;
      const margin = 6 * times;
      const inside = (i: number) => i >= margin && i < side - margin;
      const noise = randomPlanes(1, 1, side, side);
      const data = noise.data.map((v, i) => (inside(i % side) && inside(Math.floor(i / side)) ? v + 2 : 0));
      const sum = (values: Float32Array) => values.reduce((a, b) => a + b, 0);
      const small = resize({ data, dims: noise.dims }, 24, 24, kernel);
      const ratio = (sum(small.data) * times * times) / sum(data);
      expect(Math.abs(ratio - 1)).toBeLessThan(kernel === 'triangle' ? 1e-5 : 2e-3);
    },
  );

  test('It treats rows as it treats columns.', () => {
    const x = randomPlanes(1, 1, 9, 14);
    const across = resize(x, 5, 20, kernel);
    const down = transposed(resize(transposed(x), 20, 5, kernel));
    expect(Array.from(across.data)).toEqual(closeTo(Array.from(down.data)));
  });

  test('It mirrors what it does to a mirrored line.', () => {
    const values = Array.from(randomPlanes(1, 1, 1, 17).data);
    const there = Array.from(resize(line(...values), 6, 1, kernel).data);
    const back = Array.from(resize(line(...values.toReversed()), 6, 1, kernel).data);
    expect(back.toReversed()).toEqual(closeTo(there));
  });
});

test.each(['triangle', 'cubic'] as const)('Enlarging with the %s keeps a slope a slope.', kernel => {
  const slope = line(...Array.from({ length: 12 }, (_, i) => i));
  const large = resize(slope, 36, 1, kernel).data;
  for (let i = 9; i < 27; i++) expect(large[i]).toBeCloseTo((i + 0.5) / 3 - 0.5, 4);
});

test('Each plane is resized by itself.', () => {
  const x = randomPlanes(2, 2, 5, 4);
  const together = resize(x, 3, 7);
  const last = tensor(x.data.slice(-20), [1, 1, 5, 4]);
  expect(Array.from(together.data.slice(-21))).toEqual(closeTo(Array.from(resize(last, 3, 7).data), 6));
});

test('Rows are read once each, from the top, and only those that count.', () => {
  const read: number[] = [];
  const line = (from: number, start: number, length: number, to: number) =>
    taps(from, { start, length }, to, 'triangle');
  const readRow = (y: number) => void read.push(y);
  resampleRows(readRow, 1, { across: line(3, 0, 3, 2), down: line(50, 10, 30, 4) });
  expect(read).toEqual([...new Set(read)].sort((a, b) => a - b));
  expect(read[0]).toBeGreaterThan(0);
  expect(read.at(-1)).toBeLessThan(49);
});
