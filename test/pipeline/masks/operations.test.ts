import { expect, test } from 'vitest';
import {
  countSet,
  difference,
  intersection,
  maskAbove,
  union,
} from '../../../src/pipeline/masks/operations.ts';
import { drawing, drawn } from './masks.ts';

const a = drawn('##..', '.#..');
const b = drawn('.##.', '....');

test('Union, intersection and difference are taken pixel by pixel.', () => {
  expect(drawing(union(a, b))).toEqual(['###.', '.#..']);
  expect(drawing(intersection(a, b))).toEqual(['.#..', '....']);
  expect(drawing(difference(a, b))).toEqual(['#...', '.#..']);
});

test('Union and intersection keep the values of soft masks.', () => {
  const soft = { width: 3, height: 1, data: Uint8Array.of(0, 100, 255) };
  const other = { width: 3, height: 1, data: Uint8Array.of(30, 60, 200) };
  expect([...union(soft, other).data]).toEqual([30, 100, 255]);
  expect([...intersection(soft, other).data]).toEqual([0, 60, 200]);
});

test('A logit on the level is not above it.', () => {
  const mask = maskAbove(Float32Array.of(-1, 0, 0.5, 2), 0, { width: 4, height: 1 });
  expect(drawing(mask)).toEqual(['..##']);
});

test('A pixel of 128 is set, one of 127 is not.', () => {
  expect(countSet({ width: 4, height: 1, data: Uint8Array.of(0, 127, 128, 255) })).toBe(2);
});
