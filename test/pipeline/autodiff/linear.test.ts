import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vjp } from '../../../src/pipeline/autodiff/vjp.ts';
import { caseOf, seeds } from './cases.ts';
import { expectDerivatives } from './differences.ts';

const size = fc.integer({ min: 1, max: 4 });

describe('MatMul', () => {
  test.each([
    ['matrices', [], []],
    ['batches of matrices', [2, 3], [2, 3]],
    ['a batch and a matrix', [2, 3], []],
    ['a matrix and a batch', [], [3]],
    ['batches that broadcast to each other', [2, 1], [3]],
  ])('has its derivative by both factors: %s.', (_, left, right) =>
    expectDerivatives(
      fc
        .record({ m: size, k: size, n: size, seed: seeds })
        .map(({ m, k, n, seed }) =>
          caseOf({ op: 'MatMul', operands: [{ dims: [...left, m, k] }, { dims: [...right, k, n] }], seed }),
        ),
      8,
    ),
  );

  test.each([
    ['vector and matrix', [3], [3, 2]],
    ['matrix and vector', [2, 3], [3]],
    ['vectors', [3], [3]],
    ['vector and batch', [3], [2, 3, 4]],
    ['batch and vector', [2, 4, 3], [3]],
  ])('takes vectors for rows and columns: %s.', (_, left, right) =>
    expectDerivatives(
      seeds.map(seed => caseOf({ op: 'MatMul', operands: [{ dims: left }, { dims: right }], seed })),
      3,
    ),
  );
});

describe('Gemm', () => {
  const biases = fc.constantFrom<((m: number, n: number) => number[])[]>(
    (m, n) => [m, n],
    (_, n) => [n],
    m => [m, 1],
    () => [],
  );
  const flag = fc.nat({ max: 1 });

  test('has its derivative by factors and bias, transposed or not.', () =>
    expectDerivatives(
      fc
        .record({ m: size, k: size, n: size, transA: flag, transB: flag, bias: biases, seed: seeds })
        .map(({ m, k, n, transA, transB, bias, seed }) =>
          caseOf({
            op: 'Gemm',
            operands: [
              { dims: transA ? [k, m] : [m, k] },
              { dims: transB ? [n, k] : [k, n] },
              { dims: bias(m, n) },
            ],
            attributes: { transA, transB, alpha: { float: 0.7 }, beta: { float: -1.3 } },
            seed,
          }),
        ),
      30,
    ));

  test('has no cotangents of constants in its graph.', async () => {
    const weights = { dims: [3, 2], values: [1, 2, 3, 4, 5, 6], dtype: 'float32' as const };
    const { model } = caseOf({ op: 'Gemm', operands: [{ dims: [4, 3] }, weights], seed: 1 });
    const { graph } = await vjp(model, { wrt: ['x0'], of: ['y0'] });
    expect(graph.node.map(({ opType }) => opType)).toEqual(['Gemm', 'Gemm', 'Identity']);
  });
});
