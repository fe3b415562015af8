import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vjp } from '../../../src/pipeline/autodiff/vjp.ts';
import { caseOf, seeds } from './cases.ts';
import { expectDerivative, expectDerivatives } from './differences.ts';

const axis = fc.record({
  size: fc.integer({ min: 3, max: 6 }),
  kernel: fc.integer({ min: 2, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  before: fc.nat({ max: 1 }),
  after: fc.nat({ max: 1 }),
});
const layouts = fc.record({
  axes: fc.tuple(axis, axis),
  ceil: fc.nat({ max: 1 }),
  padded: fc.nat({ max: 1 }),
  channels: fc.integer({ min: 1, max: 2 }),
  seed: seeds,
});

const caseFor = (op: string, opset: number) =>
  layouts.map(({ axes, ceil, padded, channels, seed }) =>
    caseOf({
      op,
      operands: [{ dims: [2, channels, ...axes.map(({ size }) => size)] }],
      attributes: {
        kernel_shape: axes.map(({ kernel }) => kernel),
        strides: axes.map(({ stride }) => stride),
        pads: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)],
        ceil_mode: ceil,
        ...(op === 'AveragePool' ? { count_include_pad: padded } : {}),
      },
      opset,
      seed,
    }),
  );

describe('pooling', () => {
  test('AveragePool shares its cotangent among what it averaged.', () =>
    expectDerivatives(caseFor('AveragePool', 17), 40));

  test('MaxPool sends its cotangent to where the maximum was.', () =>
    expectDerivatives(caseFor('MaxPool', 17), 30));

  test('Windows that overlap add up.', () =>
    expectDerivative(
      caseOf({
        op: 'MaxPool',
        operands: [{ dims: [1, 1, 5, 5] }],
        attributes: { kernel_shape: [3, 3], auto_pad: 'SAME_UPPER' },
        seed: 9,
      }),
    ));

  test('The mean of a plane is shared among its pixels.', () =>
    expectDerivative(caseOf({ op: 'GlobalAveragePool', operands: [{ dims: [2, 3, 4, 2] }], seed: 1 })));

  test('Before operator set 16 no operator scatter-adds, and MaxPool is refused.', async () => {
    const { model } = caseOf({
      op: 'MaxPool',
      operands: [{ dims: [1, 1, 4, 4] }],
      attributes: { kernel_shape: [2, 2] },
      opset: 13,
      seed: 1,
    });
    await expect(vjp(model, { wrt: ['x0'], of: ['y0'] })).rejects.toThrow(
      'MaxPool "node" (operator set 13): the derivative of MaxPool needs operator set 16 or later',
    );
  });
});
