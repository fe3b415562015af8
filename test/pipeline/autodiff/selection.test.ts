import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { vjp } from '../../../src/pipeline/autodiff/vjp.ts';
import { caseOf, seeds } from './cases.ts';
import { expectDerivative, expectDerivatives } from './differences.ts';

const integers = (values: readonly number[]) => ({ dims: [values.length], values });

describe('Slice', () => {
  const bounds = fc
    .record({
      start: fc.integer({ min: -8, max: 8 }),
      end: fc.integer({ min: -8, max: 8 }),
      step: fc.constantFrom(1, 2, 3, -1, -2),
    })
    .filter(({ start, end, step }) => lengthOf(6, start, end, step) > 0);

  test('puts the cotangent back where it was, forwards and backwards, in steps.', () =>
    expectDerivatives(
      fc
        .record({ bounds, axis: fc.integer({ min: -2, max: 1 }), seed: seeds })
        .map(({ bounds: { start, end, step }, axis, seed }) =>
          caseOf({
            op: 'Slice',
            operands: [{ dims: [3, 3].with(axis, 6) }, ...[start, end, axis, step].map(n => integers([n]))],
            seed,
          }),
        ),
      40,
    ));

  test('takes several axes at once, and all of them when none are named.', () =>
    expectDerivative(
      caseOf({ op: 'Slice', operands: [{ dims: [4, 5] }, integers([1, -3]), integers([3, 99])], seed: 1 }),
    ));
});

/** What numpy's `range(size)[start:end:step]` holds. */
function lengthOf(size: number, start: number, end: number, step: number): number {
  const resolve = (i: number) => (i < 0 ? i + size : i);
  const [low, high] = step > 0 ? [0, size] : [-1, size - 1];
  const clamp = (i: number) => Math.min(Math.max(i, low), high);
  const from = Math.min(Math.max(resolve(start), 0), step > 0 ? size : size - 1);
  return Math.max(0, Math.ceil((clamp(resolve(end)) - from) / step));
}

describe('Gather', () => {
  const axis = fc.integer({ min: -3, max: 2 });

  test('adds the cotangent up at positions that are named several times.', () =>
    expectDerivatives(
      fc
        .record({
          axis,
          places: fc.array(fc.integer({ min: -4, max: 3 }), { minLength: 1, maxLength: 6 }),
          seed: seeds,
        })
        .map(({ axis, places, seed }) =>
          caseOf({
            op: 'Gather',
            operands: [{ dims: [2, 3, 2].with(axis, 4) }, integers(places)],
            attributes: { axis },
            seed,
          }),
        ),
      30,
    ));

  test('takes a single index, whose axis is removed, and a matrix of indices.', async () => {
    for (const operand of [
      { dims: [], values: [-1] },
      { dims: [2, 2], values: [3, 0, 0, 1] },
    ]) {
      await expectDerivative(
        caseOf({ op: 'Gather', operands: [{ dims: [3, 4, 2] }, operand], attributes: { axis: 1 }, seed: 1 }),
      );
    }
  });

  test('of neighbours is a cut, which padding undoes.', async () => {
    const operands = [{ dims: [2, 5] }, integers([1, 2, 3])];
    const { model } = caseOf({ op: 'Gather', operands, attributes: { axis: 1 }, opset: 11, seed: 1 });
    const { graph } = await vjp(model, { wrt: ['x0'], of: ['y0'] });
    expect(graph.node.map(({ opType }) => opType)).toContain('Pad');
  });

  test('of elements adds up too.', () =>
    expectDerivative(
      caseOf({
        op: 'GatherElements',
        operands: [{ dims: [3, 4] }, { dims: [2, 4], values: [0, 1, 2, 2, 0, 0, -1, 1] }],
        attributes: { axis: 0 },
        seed: 1,
      }),
    ));
});
