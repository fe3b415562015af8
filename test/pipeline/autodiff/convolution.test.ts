import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vjp } from '../../../src/pipeline/autodiff/vjp.ts';
import { caseOf, seeds } from './cases.ts';
import { expectDerivative, expectDerivatives } from './differences.ts';

const axis = fc.record({
  size: fc.integer({ min: 3, max: 6 }),
  kernel: fc.integer({ min: 1, max: 3 }),
  stride: fc.integer({ min: 1, max: 3 }),
  dilation: fc.integer({ min: 1, max: 2 }),
  before: fc.integer({ min: 0, max: 2 }),
  after: fc.integer({ min: 0, max: 2 }),
});

/** Convolutions in one or two dimensions whose kernels fit. */
const layouts = fc.record({
  axes: fc
    .array(axis, { minLength: 1, maxLength: 2 })
    .filter(axes =>
      axes.every(
        ({ size, kernel, dilation, before, after }) => size + before + after > (kernel - 1) * dilation,
      ),
    ),
  batch: fc.integer({ min: 1, max: 2 }),
  group: fc.integer({ min: 1, max: 2 }),
  inputs: fc.integer({ min: 1, max: 2 }),
  outputs: fc.integer({ min: 1, max: 2 }),
  seed: seeds,
});
type Layout = typeof layouts extends fc.Arbitrary<infer T> ? T : never;

const attributesOf = ({ axes, group }: Layout) => ({
  kernel_shape: axes.map(({ kernel }) => kernel),
  strides: axes.map(({ stride }) => stride),
  dilations: axes.map(({ dilation }) => dilation),
  pads: [...axes.map(({ before }) => before), ...axes.map(({ after }) => after)],
  group,
});

describe('Conv', () => {
  test('has its derivative by picture, kernels and bias, grouped, strided, dilated and padded.', () =>
    expectDerivatives(
      layouts.map(layout => {
        const { axes, batch, group, inputs, outputs, seed } = layout;
        const operands = [
          { dims: [batch, group * inputs, ...axes.map(({ size }) => size)] },
          { dims: [group * outputs, inputs, ...axes.map(({ kernel }) => kernel)] },
          { dims: [group * outputs] },
        ];
        return caseOf({ op: 'Conv', operands, attributes: attributesOf(layout), seed });
      }),
      40,
    ));

  test.each(['SAME_UPPER', 'SAME_LOWER', 'VALID'])('works out the padding that %s asks for.', auto_pad =>
    expectDerivative(
      caseOf({
        op: 'Conv',
        operands: [{ dims: [1, 2, 5, 6] }, { dims: [2, 2, 2, 3] }],
        attributes: { auto_pad, strides: [1, 2] },
        seed: 4,
      }),
    ),
  );

  test('runs kernels that are constant backwards as a convolution, where the stride is 1.', async () => {
    const kernels = { dims: [1, 1, 3, 3], values: [1, 2, 3, 4, 5, 6, 7, 8, 9], dtype: 'float32' as const };
    const opsWith = async (attributes: Record<string, number[]>) => {
      const { model } = caseOf({
        op: 'Conv',
        operands: [{ dims: [1, 1, 7, 7] }, kernels],
        attributes,
        seed: 1,
      });
      return (await vjp(model, { wrt: ['x0'], of: ['y0'] })).graph.node.map(({ opType }) => opType);
    };
    expect(await opsWith({ pads: [1, 1, 1, 1] })).not.toContain('ConvTranspose');
    expect(await opsWith({ strides: [2, 2] })).toContain('ConvTranspose');
  });
});

describe('ConvTranspose', () => {
  test('has its derivative by picture, kernels and bias.', () =>
    expectDerivatives(
      layouts
        .filter(({ axes }) =>
          axes.every(
            ({ size, kernel, stride, dilation, before, after }) =>
              (size - 1) * stride + (kernel - 1) * dilation + 1 > before + after,
          ),
        )
        .map(layout => {
          const { axes, batch, group, inputs, outputs, seed } = layout;
          const operands = [
            { dims: [batch, group * inputs, ...axes.map(({ size }) => size)] },
            { dims: [group * inputs, outputs, ...axes.map(({ kernel }) => kernel)] },
            { dims: [group * outputs] },
          ];
          return caseOf({ op: 'ConvTranspose', operands, attributes: attributesOf(layout), seed });
        }),
      30,
    ));

  test('takes output padding into account.', () =>
    expectDerivative(
      caseOf({
        op: 'ConvTranspose',
        operands: [{ dims: [1, 2, 3, 3] }, { dims: [2, 1, 3, 3] }],
        attributes: { strides: [2, 3], pads: [1, 1, 1, 1], output_padding: [1, 2] },
        seed: 4,
      }),
    ));
});
