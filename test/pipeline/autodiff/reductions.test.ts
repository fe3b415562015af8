import fc from 'fast-check';
import { describe, test } from 'vitest';
import { axesOf, caseOf, seeds, shapes } from './cases.ts';
import { expectDerivative, expectDerivatives } from './differences.ts';

/** Axes as the operator set wants them: an attribute, or a second input. */
const withAxes = (dims: readonly number[], axes: readonly number[], asInput: boolean) => ({
  operands: [{ dims }, ...(asInput ? [{ dims: [axes.length], values: axes }] : [])],
  attributes: asInput ? {} : { axes },
});

describe('reductions', () => {
  test.each([
    ['ReduceSum', 11],
    ['ReduceSum', 13],
    ['ReduceMean', 17],
    ['ReduceMean', 18],
    ['ReduceMax', 17],
    ['ReduceMax', 18],
    ['ReduceMin', 18],
    ['ReduceL1', 17],
    ['ReduceL2', 17],
    ['ReduceL2', 18],
    ['ReduceSumSquare', 18],
    ['ReduceLogSumExp', 17],
  ])('%s spreads its cotangent over the axes that it reduced, in operator set %i.', (op, opset) =>
    expectDerivatives(
      fc
        .record({ shape: axesOf(1, 4), keepdims: fc.nat({ max: 1 }), seed: seeds })
        .map(({ shape: { dims, axes }, keepdims, seed }) => {
          const { operands, attributes } = withAxes(dims, axes, opset >= (op === 'ReduceSum' ? 13 : 18));
          return caseOf({ op, operands, attributes: { ...attributes, keepdims }, opset, seed });
        }),
      10,
    ),
  );

  test('Without axes everything is reduced.', () =>
    expectDerivative(caseOf({ op: 'ReduceMean', operands: [{ dims: [2, 3, 2] }], seed: 3 })));

  test('Without axes nothing is reduced when the node has that attribute.', () =>
    expectDerivative(
      caseOf({
        op: 'ReduceSum',
        operands: [{ dims: [2, 3] }],
        attributes: { noop_with_empty_axes: 1 },
        seed: 3,
      }),
    ));
});

describe('softmax', () => {
  test.each([
    ['Softmax', 11],
    ['Softmax', 13],
    ['LogSoftmax', 11],
    ['LogSoftmax', 13],
  ])('%s sums along the axes of operator set %i.', (op, opset) =>
    expectDerivatives(
      fc
        .record({ dims: shapes(2, 4), axis: fc.integer({ min: -2, max: 1 }), seed: seeds })
        .map(({ dims, axis, seed }) =>
          caseOf({ op, operands: [{ dims }], attributes: { axis }, opset, seed }),
        ),
    ),
  );

  test.each([11, 13])('It knows the default axis of operator set %i.', opset =>
    expectDerivative(caseOf({ op: 'Softmax', operands: [{ dims: [2, 3, 4] }], opset, seed: 5 })),
  );
});
