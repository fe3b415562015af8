import fc from 'fast-check';
import { test } from 'vitest';
import { broadcasting, caseOf, seeds, shapes } from './cases.ts';
import { expectDerivative, expectDerivatives } from './differences.ts';

test('Transpose is undone by the inverse permutation.', () =>
  expectDerivatives(
    shapes(1, 4).chain(dims =>
      fc
        .record({
          perm: fc.shuffledSubarray(
            dims.map((_, i) => i),
            { minLength: dims.length },
          ),
          seed: seeds,
        })
        .map(({ perm, seed }) =>
          caseOf({ op: 'Transpose', operands: [{ dims }], attributes: { perm }, seed }),
        ),
    ),
  ));

test('Transpose without a permutation turns the axes round.', () =>
  expectDerivative(caseOf({ op: 'Transpose', operands: [{ dims: [2, 3, 4] }], seed: 1 })));

test.each([
  ['Reshape', [{ dims: [3], values: [4, 0, -1] }], {}],
  ['Flatten', [], { axis: 2 }],
  ['Squeeze', [{ dims: [1], values: [-1] }], {}],
  ['Unsqueeze', [{ dims: [2], values: [0, -1] }], {}],
])('%s gives the cotangent its old shape.', (op, more, attributes) =>
  expectDerivative(caseOf({ op, operands: [{ dims: [2, 3, 2, 1] }, ...more], attributes, seed: 1 })),
);

test('Expand sums over what it repeated.', () =>
  expectDerivatives(
    fc
      .record({ dims: broadcasting, seed: seeds })
      .map(({ dims: { whole, part }, seed }) =>
        caseOf({ op: 'Expand', operands: [{ dims: part }, { dims: [whole.length], values: whole }], seed }),
      ),
  ));

test('Tile sums over its repetitions.', () =>
  expectDerivative(
    caseOf({ op: 'Tile', operands: [{ dims: [2, 3] }, { dims: [2], values: [3, 2] }], seed: 1 }),
  ));

test('Concat cuts the cotangent into the parts.', () =>
  expectDerivatives(
    fc
      .record({ axis: fc.integer({ min: -3, max: 2 }), lengths: shapes(2, 4), seed: seeds })
      .map(({ axis, lengths, seed }) => {
        const operands = lengths.map(n => ({ dims: [2, 3, 2].with(axis, n) }));
        return caseOf({ op: 'Concat', operands, attributes: { axis }, seed });
      }),
  ));

test('Split joins the cotangents of the parts.', () =>
  expectDerivatives(
    fc
      .record({ axis: fc.integer({ min: -2, max: 1 }), lengths: shapes(2, 4), seed: seeds })
      .map(({ axis, lengths, seed }) => {
        const dims = [2, 3].with(
          axis,
          lengths.reduce((a, b) => a + b),
        );
        const operands = [{ dims }, { dims: [lengths.length], values: lengths }];
        return caseOf({ op: 'Split', operands, attributes: { axis }, outputs: lengths.length, seed });
      }),
  ));

test('Parts of a Split that nothing depends on count as 0.', () => {
  const operands = [{ dims: [4, 2] }, { dims: [2], values: [1, 3] }];
  const one = caseOf({ op: 'Split', operands, outputs: 2, seed: 1 });
  return expectDerivative({ ...one, outputs: ['y1'] });
});

test.each([
  ['constant', 17],
  ['reflect', 17],
  ['edge', 17],
  ['wrap', 19],
])('Pad with %s adds up what the border was made of.', (mode, opset) =>
  expectDerivatives(
    fc
      .record({ pads: fc.array(fc.nat({ max: 2 }), { minLength: 4, maxLength: 4 }), seed: seeds })
      .map(({ pads, seed }) => {
        const values = [0, ...pads.slice(0, 2), 0, ...pads.slice(2)];
        const operands = [{ dims: [2, 3, 4] }, { dims: [6], values }];
        return caseOf({ op: 'Pad', operands, attributes: { mode }, opset, seed });
      }),
  ),
);

test('Pad takes only some axes since operator set 18, and crops where it is negative.', () =>
  expectDerivative(
    caseOf({
      op: 'Pad',
      operands: [{ dims: [2, 4] }, { dims: [2], values: [-1, 2] }, undefined, { dims: [1], values: [-1] }],
      opset: 18,
      seed: 1,
    }),
  ));

test.each(['DCR', 'CRD'])('DepthToSpace in the order %s moves pixels back into channels.', mode =>
  expectDerivative(
    caseOf({
      op: 'DepthToSpace',
      operands: [{ dims: [2, 8, 2, 3] }],
      attributes: { blocksize: 2, mode },
      seed: 1,
    }),
  ),
);

test('SpaceToDepth moves channels back into pixels.', () =>
  expectDerivative(
    caseOf({
      op: 'SpaceToDepth',
      operands: [{ dims: [2, 2, 4, 6] }],
      attributes: { blocksize: 2 },
      seed: 1,
    }),
  ));
