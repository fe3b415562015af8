import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vjp } from '../../../src/pipeline/autodiff/vjp.ts';
import { caseOf, seeds } from './cases.ts';
import { expectDerivatives } from './differences.ts';

const COORDINATES = ['half_pixel', 'pytorch_half_pixel', 'align_corners', 'asymmetric'];
const NEAREST = ['round_prefer_floor', 'round_prefer_ceil', 'floor', 'ceil'];
const none = { dims: [0], values: [], dtype: 'float32' as const };
const floats = (values: number[]) => ({ dims: [values.length], values, dtype: 'float32' as const });

const layouts = fc.record({
  height: fc.integer({ min: 2, max: 4 }),
  width: fc.integer({ min: 2, max: 4 }),
  // Halves and doubles: exact in binary, so that no rounding decides where a pixel comes from.
  scales: fc.tuple(fc.constantFrom(0.5, 1, 1.5, 2, 3), fc.constantFrom(0.5, 1, 1.5, 2)),
  coordinate_transformation_mode: fc.constantFrom(...COORDINATES),
  nearest_mode: fc.constantFrom(...NEAREST),
  seed: seeds,
});

describe('Resize', () => {
  test.each(['nearest', 'linear', 'cubic'])(
    'by scales, %s, has the derivative that differences show.',
    mode =>
      expectDerivatives(
        layouts.map(({ height, width, scales, seed, ...modes }) =>
          caseOf({
            op: 'Resize',
            operands: [{ dims: [1, 2, height, width] }, none, floats([1, 1, ...scales])],
            attributes: { mode, ...modes },
            seed,
          }),
        ),
        40,
      ),
  );

  test.each(['nearest', 'linear'])('to sizes, %s, has it too.', mode =>
    expectDerivatives(
      fc
        .record({
          sizes: fc.tuple(fc.integer({ min: 2, max: 6 }), fc.integer({ min: 2, max: 6 })),
          seed: seeds,
        })
        .map(({ sizes, seed }) =>
          caseOf({
            op: 'Resize',
            operands: [{ dims: [1, 2, 3, 4] }, undefined, undefined, { dims: [4], values: [1, 2, ...sizes] }],
            attributes: { mode },
            seed,
          }),
        ),
    ),
  );

  test('of pixels to blocks sums the blocks by pooling.', async () => {
    const { model } = caseOf({
      op: 'Resize',
      operands: [{ dims: [1, 3, 4, 4] }, none, floats([1, 1, 2, 2])],
      attributes: { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' },
      seed: 1,
    });
    const ops = (await vjp(model, { wrt: ['x0'], of: ['y0'] })).graph.node.map(({ opType }) => opType);
    expect(ops).toContain('AveragePool');
    expect(ops).not.toContain('MatMul');
  });
});
