import type { InferenceSession } from 'onnxruntime-node';
import { Tensor as OrtTensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { castInput, floatOutput, fromFloat16, toFloat16 } from '../../../src/pipeline/onnx/inputs.ts';

/** Values and bits of IEEE 754 binary16, from the standard's own examples and its limits. */
const HALVES: readonly (readonly [number, number])[] = [
  [0, 0x0000],
  [-0, 0x8000],
  [1, 0x3c00],
  [-2, 0xc000],
  [0.5, 0x3800],
  [1 / 3, 0x3555],
  [65504, 0x7bff],
  [-65504, 0xfbff],
  [2 ** -14, 0x0400],
  [2 ** -14 - 2 ** -24, 0x03ff],
  [2 ** -24, 0x0001],
  [1 + 2 ** -10, 0x3c01],
  [Infinity, 0x7c00],
  [-Infinity, 0xfc00],
];

describe('half precision', () => {
  test.each(HALVES)('%f is written as its bits.', (value, bits) => {
    expect(toFloat16(value)).toBe(bits);
  });

  test.each(HALVES.filter(([value]) => value !== 1 / 3))('%f is read from its bits.', (value, bits) => {
    expect(fromFloat16(bits)).toBe(value);
  });

  test.each([
    ['1 + 2⁻¹¹ (a tie) falls to the even 1', 1 + 2 ** -11, 0x3c00],
    ['1 + 3·2⁻¹¹ (a tie) rises to the even 1 + 2⁻⁹', 1 + 3 * 2 ** -11, 0x3c02],
    ['just above a tie rises', 1 + 2 ** -11 + 2 ** -20, 0x3c01],
    ['2047.9 carries into the next power of two', 2047.9, 0x6800],
    ['65519.99 falls to the largest number', 65519.99, 0x7bff],
    ['65520 (a tie) rises to infinity', 65520, 0x7c00],
    ['2⁻²⁵ (a tie) falls to zero', 2 ** -25, 0x0000],
    ['3·2⁻²⁵ (a tie) rises to the even 2·2⁻²⁴', 3 * 2 ** -25, 0x0002],
    ['the largest subnormal and a half rises to the smallest normal', 2 ** -14 - 2 ** -25, 0x0400],
  ])('Rounding to nearest even: %s.', (_, value, bits) => {
    expect(toFloat16(value)).toBe(bits);
  });

  test('Not a number stays not a number.', () => {
    expect(fromFloat16(toFloat16(Number.NaN))).toBeNaN();
    expect(fromFloat16(0x7c01)).toBeNaN();
  });

  test('Each of the 65,536 patterns that is a number comes back as itself.', () => {
    const wrong = Array.from({ length: 0x1_0000 }, (_, bits) => bits).filter(
      bits => !Number.isNaN(fromFloat16(bits)) && toFloat16(fromFloat16(bits)) !== bits,
    );
    expect(wrong).toEqual([]);
  });
});

const meta = (type: string): InferenceSession.ValueMetadata =>
  ({ name: 'timestep', isTensor: true, type, shape: [3] }) as InferenceSession.ValueMetadata;

describe('casting to what a graph declares', () => {
  test.each([
    ['float32', Float32Array.from([1, -2.5, 999])],
    ['float64', Float64Array.from([1, -2.5, 999])],
    ['float16', Uint16Array.from([0x3c00, 0xc100, 0x63ce])],
    ['int32', Int32Array.from([1, -2, 999])],
    ['int64', BigInt64Array.from([1n, -2n, 999n])],
  ])('Numbers become %s.', (type, expected) => {
    const { data, dims, type: found } = castInput(meta(type), { data: [1, -2.5, 999], dims: [3] });
    expect([found, dims]).toEqual([type, [3]]);
    expect(Array.from(data as Iterable<unknown>)).toEqual(Array.from<unknown>(expected));
  });

  test.each(['int32', 'int64'])('Whole numbers of a Float32Array stay what they are as %s.', type => {
    const { data } = castInput(meta(type), { data: Float32Array.from([0, 7, 65536]), dims: [3] });
    expect(Array.from(data as Iterable<unknown>, Number)).toEqual([0, 7, 65536]);
  });

  test('A dtype that nothing is cast to is named with its input.', () => {
    expect(() => castInput(meta('string'), { data: [1], dims: [1] })).toThrow(/"timestep" is of type string/);
  });

  test.each([
    ['float32', new OrtTensor('float32', [0.5, -1], [2])],
    ['float64', new OrtTensor('float64', [0.5, -1], [2])],
    ['float16', new OrtTensor('float16', Uint16Array.from([0x3800, 0xbc00]), [2])],
  ])('Outputs of %s come as float32.', (_, output) => {
    expect(floatOutput('logits', output)).toEqual({ data: Float32Array.from([0.5, -1]), dims: [2] });
  });

  test('An output that is not of floats is refused by its name and dtype.', () => {
    expect(() => floatOutput('ids', new OrtTensor('int32', [1], [1]))).toThrow(
      /"ids" is int32, expected floats/,
    );
  });
});
