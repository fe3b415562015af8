import { expect, test } from 'vitest';
import { topMean } from '../../../src/pipeline/math/numeric.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';

const mean = (values: Float32Array) => values.reduce((a, b) => a + b, 0) / values.length;

test.each([1, 2, 3, 7, 160, 999, 1000])('Of a thousand numbers it is the mean of the %i highest.', n => {
  const values = gaussian(n)(1000);
  expect(topMean(values, n)).toBe(mean(values.toSorted().slice(-n)));
});

test.each([
  ['rising', Float32Array.from({ length: 90 }, (_, i) => i)],
  ['falling', Float32Array.from({ length: 90 }, (_, i) => -i)],
  ['all the same', new Float32Array(90).fill(3)],
])('It finds them among numbers that are %s.', (_, values) => {
  expect(topMean(values, 10)).toBe(mean(values.toSorted().slice(-10)));
});

test('Where there are fewer, it is the mean of all.', () => {
  expect(topMean(Float32Array.of(1, 2, 6), 160)).toBe(3);
});

test('The numbers stay as they are.', () => {
  const values = Float32Array.of(5, 1, 4, 2);
  topMean(values, 2);
  expect(values).toEqual(Float32Array.of(5, 1, 4, 2));
});
