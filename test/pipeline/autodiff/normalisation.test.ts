import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vjp } from '../../../src/pipeline/autodiff/vjp.ts';
import { caseOf, seeds } from './cases.ts';
import { expectDerivative, expectDerivatives } from './differences.ts';

const size = fc.integer({ min: 2, max: 4 });
/** Large enough for two neighbouring numbers not to make a cliff, which differences would smooth. */
const epsilon = { float: 0.1 };

describe('of a picture', () => {
  test('InstanceNormalization has its derivative by picture, scale and shift.', () =>
    expectDerivatives(
      fc
        .record({ channels: size, spatial: fc.array(size, { minLength: 1, maxLength: 2 }), seed: seeds })
        .map(({ channels, spatial, seed }) =>
          caseOf({
            op: 'InstanceNormalization',
            operands: [
              { dims: [2, channels, ...spatial] },
              { dims: [channels], positive: true },
              { dims: [channels] },
            ],
            attributes: { epsilon },
            seed,
          }),
        ),
    ));

  test('A scale of ones is not multiplied by.', async () => {
    const scale = (values: number[]) => ({ dims: [2], values, dtype: 'float32' as const });
    const countWith = async (values: number[]) => {
      const one = caseOf({
        op: 'InstanceNormalization',
        operands: [{ dims: [1, 2, 3] }, scale(values), scale([0, 0])],
        seed: 1,
      });
      await expectDerivative(one);
      return (await vjp(one.model, { wrt: ['x0'], of: ['y0'] })).graph.node.length;
    };
    expect(await countWith([1, 1])).toBeLessThan(await countWith([1, 2]));
  });
});

describe('of layers, groups and batches', () => {
  test.each([-1, 1, 2])('LayerNormalization has its derivative from axis %i on.', axis =>
    expectDerivatives(
      fc.record({ dims: fc.tuple(size, size, size), seed: seeds }).map(({ dims, seed }) => {
        const normalised = dims.slice(axis);
        return caseOf({
          op: 'LayerNormalization',
          operands: [{ dims }, { dims: normalised, positive: true }, { dims: normalised }],
          attributes: { axis, epsilon },
          seed,
        });
      }),
      10,
    ),
  );

  test.each([
    ['a scale for each group', 18, 2],
    ['a scale for each channel', 21, 4],
  ])('GroupNormalization has %s in operator set %i.', (_, opset, scales) =>
    expectDerivatives(
      seeds.map(seed =>
        caseOf({
          op: 'GroupNormalization',
          operands: [{ dims: [2, 4, 3, 2] }, { dims: [scales], positive: true }, { dims: [scales] }],
          attributes: { num_groups: 2, epsilon },
          opset,
          seed,
        }),
      ),
      5,
    ),
  );

  test('BatchNormalization has its derivative by each of its inputs.', () =>
    expectDerivatives(
      fc.record({ channels: size, seed: seeds }).map(({ channels, seed }) => {
        const vector = { dims: [channels] };
        return caseOf({
          op: 'BatchNormalization',
          operands: [{ dims: [2, channels, 3] }, vector, vector, vector, { ...vector, positive: true }],
          attributes: { epsilon },
          seed,
        });
      }),
    ));
});
