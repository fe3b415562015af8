import { create } from '@bufbuild/protobuf';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { describe, expect, test } from 'vitest';
import { gaussian } from '../../../src/pipeline/math/random.ts';
import { type Attributes, attributesOf } from '../../../src/pipeline/onnx/attributes.ts';
import { fuseAttention } from '../../../src/pipeline/onnx/fuse-attention.ts';
import { newModel, readModel, writeModel } from '../../../src/pipeline/onnx/model.ts';
import { NodeProtoSchema } from '../../../src/pipeline/onnx/model_pb.ts';
import { valueInfo } from '../../../src/pipeline/onnx/tensors.ts';
import { bytesOf } from '../../../src/pipeline/onnx/wire.ts';

type Written = [op: string, inputs: string[], output: string, attributes?: Attributes];
type Shapes = Readonly<Record<string, readonly number[]>>;

const ATTENTION: readonly Written[] = [
  ['MatMul', ['q', 'kt'], 'scores'],
  ['Softmax', ['scores'], 'weights', { axis: -1 }],
  ['MatMul', ['weights', 'v'], 'sum'],
  ['Tanh', ['sum'], 'y'],
];
/** Self-attention and attention to a text, heads apart and in the batch, values of another width. */
const SHAPES: readonly Shapes[] = [
  { q: [2, 3, 16, 8], kt: [2, 3, 8, 16], v: [2, 3, 16, 8] },
  { q: [2, 3, 16, 8], kt: [2, 3, 8, 5], v: [2, 3, 5, 4] },
  { q: [6, 16, 8], kt: [6, 8, 7], v: [6, 7, 8] },
];

function modelOf(nodes: readonly Written[], shapes: Shapes, outputs = ['y']): Buffer {
  const model = newModel(17, {
    nodes: nodes.map(([opType, input, output, attributes = {}]) =>
      create(NodeProtoSchema, { opType, input, output: [output], attribute: attributesOf(attributes) }),
    ),
    initializers: [],
    inputs: Object.entries(shapes).map(([name, dims]) => valueInfo(name, 'float32', dims)),
    outputs: outputs.map(name => valueInfo(name)),
  });
  return Buffer.from(writeModel(model));
}

/** The changed file, or undefined. */
function changed(model: Buffer): Buffer | undefined {
  const pieces = fuseAttention(bytesOf(model));
  return pieces && Buffer.concat(pieces.map(p => (Buffer.isBuffer(p) ? p : model.subarray(p.start, p.end))));
}

async function outputOf(model: Buffer, shapes: Shapes): Promise<Float32Array> {
  const session = await InferenceSession.create(model, { graphOptimizationLevel: 'disabled' });
  const feeds = Object.entries(shapes).map(([name, dims], i) => {
    const size = dims.reduce((a, b) => a * b);
    return [name, new Tensor('float32', gaussian(i + 1)(size), dims)] as const;
  });
  const { y } = await session.run(Object.fromEntries(feeds));
  return y.data as Float32Array;
}

describe('attention that stands alone', () => {
  test.each(SHAPES)('becomes one operator that computes the same: $q · $kt.', async shapes => {
    const model = modelOf(ATTENTION, shapes);
    const fused = changed(model);
    expect(fused && readModel(fused).graph.node.map(node => node.opType)).toContain('MultiHeadAttention');
    expect(fused && readModel(fused).graph.node.map(node => node.opType)).not.toContain('Softmax');
    const expected = await outputOf(model, shapes);
    const actual = await outputOf(fused!, shapes);
    expect(Array.from(actual)).toEqual(Array.from(expected, v => expect.closeTo(v, 5)));
  });

  test('is found every time it is there.', () => {
    const second: readonly Written[] = [
      ['MatMul', ['y', 'kt'], 'scores2'],
      ['Softmax', ['scores2'], 'weights2', { axis: -1 }],
      ['MatMul', ['weights2', 'v'], 'y2'],
    ];
    const nodes = readModel(changed(modelOf([...ATTENTION, ...second], SHAPES[0], ['y2']))!).graph.node;
    expect(nodes.filter(({ opType }) => opType === 'MultiHeadAttention')).toHaveLength(2);
  });

  test('that was changed once is left alone.', () => {
    expect(changed(changed(modelOf(ATTENTION, SHAPES[0]))!)).toBeUndefined();
  });
});

describe('a graph is left as it is', () => {
  const [scores, softmax, sum, tanh] = ATTENTION;
  const cases: readonly [why: string, nodes: readonly Written[], outputs?: string[]][] = [
    [
      'where scores are masked',
      [scores, ['Add', ['scores', 'scores'], 'masked'], ['Softmax', ['masked'], 'weights'], sum, tanh],
    ],
    ['where the weights are wanted too', [scores, softmax, sum, ['Add', ['weights', 'weights'], 'w'], tanh]],
    [
      'where the softmax is over another axis',
      [scores, ['Softmax', ['scores'], 'weights', { axis: 2 }], sum, tanh],
    ],
    ['where weights stand on the right', [scores, softmax, ['MatMul', ['v', 'weights'], 'sum'], tanh]],
    ['without attention', [scores, ['Tanh', ['scores'], 'y']]],
  ];
  test.each(cases)('%s.', (_, nodes) => {
    expect(changed(modelOf(nodes, SHAPES[0]))).toBeUndefined();
  });

  test('where the weights are an output.', () => {
    expect(changed(modelOf(ATTENTION, SHAPES[0], ['y', 'weights']))).toBeUndefined();
  });
});
