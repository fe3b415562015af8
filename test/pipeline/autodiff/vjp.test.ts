import { readdirSync, readFileSync } from 'node:fs';
import { create } from '@bufbuild/protobuf';
import { describe, expect, test } from 'vitest';
import { fixShapes } from '../../../src/pipeline/autodiff/fix-shapes.ts';
import { differentiableOps } from '../../../src/pipeline/autodiff/rules/index.ts';
import { cotangentName, vjp } from '../../../src/pipeline/autodiff/vjp.ts';
import { attributesOf } from '../../../src/pipeline/onnx/attributes.ts';
import { type Model, newModel, readModel, writeModel } from '../../../src/pipeline/onnx/model.ts';
import { NodeProtoSchema } from '../../../src/pipeline/onnx/model_pb.ts';
import { tensorProto, valueInfo } from '../../../src/pipeline/onnx/tensors.ts';
import { builtInFile } from '../../support/packs.ts';
import { expectDerivative, runner } from './differences.ts';

type Written = [
  op: string,
  inputs: string[],
  outputs: string[],
  attributes?: Record<string, number>,
  domain?: string,
];

/** A graph from x `[2, 3]`, and others, to y. */
function graphOf(nodes: Written[], { opset = 17, inputs = ['x'], outputs = ['y'] } = {}): Model {
  return newModel(opset, {
    nodes: nodes.map(([opType, input, output, attributes = {}, domain = '']) =>
      create(NodeProtoSchema, {
        opType,
        input,
        output,
        domain,
        name: `${opType} of ${output}`,
        attribute: attributesOf(attributes),
      }),
    ),
    initializers: [tensorProto('two', 'float32', [], [2]), tensorProto('axes', 'int64', [1], [0])],
    inputs: inputs.map(name => valueInfo(name, 'float32', [2, 3])),
    outputs: outputs.map(name => valueInfo(name)),
  });
}

const x = { data: Float32Array.of(1, 2, 3, 4, 5, 6), dims: [2, 3] };
const g = { data: Float32Array.of(1, 1, 1, 1, 1, 10), dims: [2, 3] };

test('outputs those of the original and the cotangents of its inputs.', async () => {
  const run = await runner(await vjp(graphOf([['Mul', ['x', 'two'], ['y']]]), { wrt: ['x'], of: ['y'] }));
  const found = await run({ x, [cotangentName('y')]: g });
  expect([...found.y.data]).toEqual([2, 4, 6, 8, 10, 12]);
  expect([...found[cotangentName('x')].data]).toEqual([2, 2, 2, 2, 2, 20]);
});

test('adds up the cotangents of a tensor that is read several times.', async () => {
  const model = graphOf([
    ['Mul', ['x', 'x'], ['square']],
    ['Mul', ['square', 'x'], ['cube']],
    ['Add', ['cube', 'x'], ['y']],
  ]);
  const run = await runner(await vjp(model, { wrt: ['x'], of: ['y'] }));
  const found = await run({ x, [cotangentName('y')]: { ...g, data: g.data.map(() => 1) } });
  expect([...found[cotangentName('x')].data]).toEqual([1, 2, 3, 4, 5, 6].map(v => 3 * v * v + 1));
});

test('takes a cotangent of an output that other nodes read too.', async () => {
  const model = graphOf(
    [
      ['Mul', ['x', 'two'], ['y']],
      ['Mul', ['y', 'y'], ['z']],
    ],
    { outputs: ['y', 'z'] },
  );
  const run = await runner(await vjp(model, { wrt: ['x'], of: ['y', 'z'] }));
  const found = await run({ x, [cotangentName('y')]: g, [cotangentName('z')]: g });
  expect([...found[cotangentName('x')].data]).toEqual(
    [1, 2, 3, 4, 5, 6].map((v, i) => g.data[i] * (2 + 8 * v)),
  );
});

test('holds neither forward nodes nor constants that its outputs do not need.', async () => {
  const model = graphOf(
    [
      ['Exp', ['x'], ['e']],
      ['ReduceSum', ['e', 'axes'], ['unused']],
      ['Mul', ['x', 'two'], ['y']],
    ],
    { outputs: ['y', 'unused'] },
  );
  const { graph } = await vjp(model, { wrt: ['x'], of: ['y'] });
  expect(graph.node.map(({ opType }) => opType)).toEqual(['Mul', 'Mul', 'Identity']);
  expect(graph.initializer.map(({ name }) => name)).toEqual(['two']);
});

test('computes once what several rules ask for.', async () => {
  const model = graphOf([
    ['Softmax', ['x'], ['s']],
    ['Mul', ['s', 's'], ['y']],
  ]);
  const { graph } = await vjp(model, { wrt: ['x'], of: ['y'] });
  // y = s·s asks for g·s twice over, once for each factor.
  expect(graph.node.filter(({ input }) => input.join() === `${cotangentName('y')},s`)).toHaveLength(1);
});

describe('a gate x·σ(x)', () => {
  const inputs = { x: { data: Float32Array.of(-3, -1, -0.2, 0.2, 1, 3), dims: [2, 3] } };
  const gated = (...factors: string[]) =>
    graphOf([
      ['Sigmoid', ['x'], ['s']],
      ['Mul', factors, ['y']],
    ]);

  test.each([
    ['x', 's'],
    ['s', 'x'],
  ])('is differentiated as one function, as %s·%s.', async (...factors) => {
    const model = gated(...factors);
    await expectDerivative({ model, inputs, outputs: ['y'] });
    const { graph } = await vjp(model, { wrt: ['x'], of: ['y'] });
    // σ and y, then g·(s + (y − y·s)).
    expect(graph.node.map(({ opType }) => opType)).toEqual([
      'Sigmoid',
      'Mul',
      'Mul',
      'Sub',
      'Add',
      'Mul',
      'Identity',
    ]);
  });

  test('is so too where σ(x) is read elsewhere, or something else is gated.', async () => {
    const model = graphOf([
      ['Sigmoid', ['x'], ['s']],
      ['Mul', ['x', 's'], ['a']],
      ['Sin', ['x'], ['sine']],
      ['Mul', ['sine', 's'], ['b']],
      ['Sum', ['a', 'b', 's'], ['y']],
    ]);
    await expectDerivative({ model, inputs, outputs: ['y'] });
  });
});

test('outputs 0 for an input that nothing differentiable depends on.', async () => {
  const model = graphOf([
    ['Floor', ['x'], ['f']],
    ['Mul', ['f', 'two'], ['y']],
  ]);
  const run = await runner(await vjp(model, { wrt: ['x'], of: ['y'] }));
  expect([...(await run({ x, [cotangentName('y')]: g }))[cotangentName('x')].data]).toEqual([
    0, 0, 0, 0, 0, 0,
  ]);
});

test('can be differentiated again.', async () => {
  const once = await vjp(graphOf([['Sin', ['x'], ['y']]]), { wrt: ['x'], of: ['y'] });
  const [given, slope] = [cotangentName('y'), cotangentName('x')];
  const run = await runner(await vjp(once, { wrt: [given], of: [slope] }));
  const found = await run({ x, [given]: g, [cotangentName(slope)]: { ...g, data: g.data.map(() => 1) } });
  // The slope, g·cos x, is linear in g.
  for (const [i, v] of x.data.entries()) {
    expect(found[cotangentName(given)].data[i]).toBeCloseTo(Math.cos(v), 5);
  }
});

test('leaves arithmetic on shapes alone.', async () => {
  const model = graphOf([
    ['Shape', ['x'], ['shape']],
    ['Gather', ['shape', 'axes'], ['rows']],
    ['Cast', ['rows'], ['count'], { to: 1 }],
    ['Mul', ['x', 'count'], ['y']],
  ]);
  const run = await runner(await vjp(model, { wrt: ['x'], of: ['y'] }));
  expect([...(await run({ x, [cotangentName('y')]: g }))[cotangentName('x')].data]).toEqual([
    2, 2, 2, 2, 2, 20,
  ]);
});

describe('what cannot be differentiated', () => {
  test('An operator without a rule is named with its node and operator set.', async () => {
    const model = graphOf([['Acosh', ['x'], ['y']]]);
    await expect(vjp(model, { wrt: ['x'], of: ['y'] })).rejects.toThrow(
      'Acosh "Acosh of y" (operator set 17): there is no rule for its derivative',
    );
  });

  test('An operator of another domain is named with it.', async () => {
    const model = graphOf([['Gelu', ['x'], ['y'], {}, 'com.microsoft']]);
    model.opsetImport.push({ ...model.opsetImport[0], domain: 'com.microsoft', version: 1n });
    await expect(vjp(model, { wrt: ['x'], of: ['y'] })).rejects.toThrow('com.microsoft.Gelu "Gelu of y"');
  });

  test('An operator without a rule does not matter off the way.', async () => {
    const model = graphOf(
      [
        ['Acosh', ['c'], ['a']],
        ['Mul', ['x', 'a'], ['y']],
      ],
      { inputs: ['x', 'c'] },
    );
    const { graph } = await vjp(model, { wrt: ['x'], of: ['y'] });
    expect(graph.node.map(({ opType }) => opType)).toContain('Acosh');
  });

  test('An output that is not there is named.', async () => {
    const model = graphOf([['Exp', ['x'], ['y']]]);
    await expect(vjp(model, { wrt: ['x'], of: ['z'] })).rejects.toThrow(
      'there is no tensor "z" in the graph',
    );
  });

  test('An operator set from before Pad took inputs is refused.', async () => {
    const model = graphOf([['Exp', ['x'], ['y']]], { opset: 9 });
    await expect(vjp(model, { wrt: ['x'], of: ['y'] })).rejects.toThrow('operator set 9 is too old');
  });
});

describe('shapes', () => {
  const model = readModel(builtInFile('image_encoder.onnx'));

  test('Open ones are written into the graph.', () => {
    const fixed = readModel(writeModel(fixShapes(model, { pixel_values: [4, 3, 64, 64] })));
    const type = fixed.graph.input[0].type!.value;
    const dims =
      type.case === 'tensorType' ? type.value.shape!.dim.map(({ value }) => Number(value.value)) : [];
    expect(dims).toEqual([4, 3, 64, 64]);
  });

  test('One that stays open is named.', () => {
    expect(() => fixShapes(model, {})).toThrow(
      'the shape of the input "pixel_values" is open: say which it is',
    );
  });

  test('One that contradicts the graph is named, and both are printed.', () => {
    expect(() => fixShapes(model, { pixel_values: [1, 3, 32, 64] })).toThrow(
      'the input "pixel_values" is [?, 3, 64, 64], not [1, 3, 32, 64]',
    );
  });
});

test('Every operator that has a rule is in a test of differences.', () => {
  const folder = new URL('.', import.meta.url);
  const tests = readdirSync(folder).filter(file => file.endsWith('.test.ts') && !file.startsWith('vjp.'));
  const text = tests.map(file => readFileSync(new URL(file, folder), 'utf8')).join();
  expect(differentiableOps.filter(op => !text.includes(`'${op}'`))).toEqual([]);
});
