import fc from 'fast-check';
import { describe, test } from 'vitest';
import { broadcasting, caseOf, seeds, shapes } from './cases.ts';
import { expectDerivative, expectDerivatives } from './differences.ts';

describe('functions of one tensor', () => {
  test.each([
    'Identity',
    'Neg',
    'Abs',
    'Exp',
    'Erf',
    'Sin',
    'Cos',
    'Tanh',
    'Sigmoid',
    'Softplus',
    'Relu',
    'HardSwish',
    'Dropout',
  ])('%s has the derivative that differences show.', op =>
    expectDerivatives(
      fc
        .record({ dims: shapes(0, 4), seed: seeds })
        .map(({ dims, seed }) => caseOf({ op, operands: [{ dims }], seed })),
      8,
    ),
  );

  test.each(['Reciprocal', 'Sqrt', 'Log'])('%s has it where it is defined.', op =>
    expectDerivatives(
      fc
        .record({ dims: shapes(0, 4), seed: seeds })
        .map(({ dims, seed }) => caseOf({ op, operands: [{ dims, positive: true }], seed })),
      8,
    ),
  );

  test.each([
    ['LeakyRelu', { alpha: { float: 0.3 } }],
    ['Elu', { alpha: { float: 0.7 } }],
    ['HardSigmoid', { alpha: { float: 0.2 }, beta: { float: 0.4 } }],
  ])('%s takes its slopes from its attributes.', (op, attributes) =>
    expectDerivatives(
      fc
        .record({ dims: shapes(1, 3), seed: seeds })
        .map(({ dims, seed }) => caseOf({ op, operands: [{ dims }], attributes, seed })),
      8,
    ),
  );

  test.each(['none', 'tanh'])('Gelu, approximated by %s, has it since it is an operator.', approximate =>
    expectDerivative(
      caseOf({ op: 'Gelu', operands: [{ dims: [5, 8] }], attributes: { approximate }, opset: 20, seed: 1 }),
    ),
  );

  test('A cast passes the cotangent on.', () =>
    expectDerivative(caseOf({ op: 'Cast', operands: [{ dims: [3, 4] }], attributes: { to: 1 }, seed: 1 })));
});

test.each(['Add', 'Sub', 'Mul', 'Min', 'Max', 'Sum'])('%s sums over what was broadcast.', op =>
  expectDerivatives(
    fc
      .record({ dims: broadcasting, swap: fc.boolean(), seed: seeds })
      // No element of one may be near one of the other: positive numbers lie half a step off the grid.
      .map(({ dims: { whole, part }, swap, seed }) => {
        const operands = [{ dims: whole }, { dims: part, positive: true }];
        return caseOf({ op, operands: swap ? operands.reverse() : operands, seed });
      })
      .filter(({ inputs }) => !tied(inputs.x0.data, inputs.x1.data)),
  ),
);

test.each(['Div', 'Pow'])('%s has its derivative by both operands.', op =>
  expectDerivatives(
    fc.record({ dims: broadcasting, seed: seeds }).map(({ dims: { whole, part }, seed }) =>
      caseOf({
        op,
        operands: [
          { dims: whole, positive: true },
          { dims: part, positive: true },
        ],
        seed,
      }),
    ),
  ),
);

test.each([2, 3, 0.5, -1.5])('The power of %s is differentiated as a constant.', power =>
  expectDerivative(
    caseOf({
      op: 'Pow',
      operands: [
        { dims: [3, 4], positive: true },
        { dims: [], values: [power], dtype: 'float32' },
      ],
      seed: 1,
    }),
  ),
);

test('Squares of negative numbers have a slope.', () =>
  expectDerivative(
    caseOf({
      op: 'Pow',
      operands: [{ dims: [3, 4] }, { dims: [1], values: [2], dtype: 'float32' }],
      seed: 1,
    }),
  ));

test('Max of three shares.', () =>
  expectDerivative(
    caseOf({
      op: 'Max',
      operands: [
        { dims: [2, 3] },
        { dims: [1, 1], values: [0], dtype: 'float32' },
        { dims: [], values: [0.2], dtype: 'float32' },
      ],
      seed: 1,
    }),
  ));

test.each([[[-1, 1]], [[-1, undefined]], [[undefined, 1]]])('Clip to %j passes what is inside.', bounds =>
  expectDerivative(
    caseOf({
      op: 'Clip',
      operands: [
        { dims: [6, 7] },
        ...bounds.map(bound =>
          bound === undefined ? undefined : { dims: [], values: [bound], dtype: 'float32' as const },
        ),
      ],
      seed: 2,
    }),
  ),
);

test('Where sends each cotangent to the operand it came from.', () =>
  expectDerivatives(
    fc
      .record({ dims: broadcasting, swap: fc.boolean(), seed: seeds })
      .map(({ dims: { whole, part }, swap, seed }) => {
        const values = whole.reduce((a, b) => a * b, 1);
        const condition = {
          dims: whole,
          values: Array.from({ length: values }, (_, i) => (i * 7 + seed) % 2),
          dtype: 'bool' as const,
        };
        const operands = [{ dims: whole }, { dims: part }];
        return caseOf({
          op: 'Where',
          operands: [condition, ...(swap ? operands.reverse() : operands)],
          seed,
        });
      }),
  ));

/** Whether numbers of two tensors lie so near to each other that a difference crosses a kink. */
const tied = (a: Float32Array, b: Float32Array) => a.some(x => b.some(y => Math.abs(x - y) < 0.09));
