import { create } from '@bufbuild/protobuf';
import type { Value } from '../../src/pipeline/autodiff/facts.ts';
import { opsOn } from '../../src/pipeline/autodiff/ops.ts';
import { makeTape } from '../../src/pipeline/autodiff/tape.ts';
import { gaussian } from '../../src/pipeline/math/random.ts';
import { sizeOf } from '../../src/pipeline/math/tensor.ts';
import { type Model, newModel } from '../../src/pipeline/onnx/model.ts';
import { NodeProtoSchema } from '../../src/pipeline/onnx/model_pb.ts';
import { valueInfo } from '../../src/pipeline/onnx/tensors.ts';

/** What the exporters of today write. */
const OPSET = 17;

/** Numbers that weights are cut from: normal ones take longer to draw than to compute with. */
const POOL = gaussian(1)(1 << 20);

export type Network = ReturnType<typeof network>;

/**
 * Layers with random weights, written as PyTorch's exporter writes them: what real graphs are made of, at
 * their size.
 */
export function network() {
  const tape = makeTape(OPSET, 'network');
  const f = opsOn(tape);
  let cut = 0;
  /** Weights whose deviation keeps that of what goes through them: 1/√(numbers that are summed). */
  const weights = (dims: readonly number[], fanIn: number): Value => {
    const values = new Float32Array(sizeOf(dims));
    const scale = 1 / Math.sqrt(fanIn);
    for (let i = 0; i < values.length; i++) values[i] = POOL[(cut + i) % POOL.length] * scale;
    cut = (cut + values.length + 7919) % POOL.length;
    return tape.constant('float32', dims, values);
  };
  const full = (dims: readonly number[], value: number): Value =>
    tape.constant('float32', dims, new Float32Array(sizeOf(dims)).fill(value));

  const linear = (x: Value, outputs: number): Value => {
    const inputs = x.dims.at(-1)!;
    return f.add(f.matmul(x, weights([inputs, outputs], inputs)), weights([outputs], 100));
  };
  const conv = (x: Value, outputs: number, kernel: number, stride = 1): Value => {
    const pad = stride === 1 ? (kernel - 1) / 2 : 0;
    const [batch, inputs, ...sizes] = x.dims;
    const dims = [batch, outputs, ...sizes.map(n => Math.floor((n + 2 * pad - kernel) / stride) + 1)];
    const kernels = weights([outputs, inputs, kernel, kernel], inputs * kernel * kernel);
    const attributes = {
      kernel_shape: [kernel, kernel],
      strides: [stride, stride],
      pads: [pad, pad, pad, pad],
    };
    return f.op('Conv', [x, kernels, weights([outputs], 100)], dims, attributes);
  };
  const layerNorm = (x: Value): Value => {
    const width = x.dims.at(-1)!;
    return f.op('LayerNormalization', [x, full([width], 1), full([width], 0)], x.dims, { axis: -1 });
  };
  const groupNorm = (x: Value, groups = 32): Value => {
    const [batch, channels] = x.dims;
    const grouped = f.reshape(x, [batch, groups, sizeOf(x.dims) / (batch * groups)]);
    const attributes = { epsilon: { float: 1e-6 } };
    const normal = f.op(
      'InstanceNormalization',
      [grouped, full([groups], 1), full([groups], 0)],
      grouped.dims,
      attributes,
    );
    const vector = (value: number) => full([channels, 1, 1], value);
    return f.add(f.mul(f.reshape(normal, x.dims), vector(1.1)), vector(0.1));
  };
  const softmax = (x: Value): Value => f.op('Softmax', [x], x.dims, { axis: -1 });

  return {
    f,
    weights,
    linear,
    conv,
    layerNorm,
    groupNorm,
    softmax,
    model: (input: Value, outputs: Readonly<Record<string, Value>>): Model =>
      newModel(OPSET, {
        nodes: [
          ...tape.nodes,
          ...Object.entries(outputs).map(([name, value]) =>
            create(NodeProtoSchema, { opType: 'Identity', input: [value.name], output: [name] }),
          ),
        ],
        initializers: tape.initializers,
        inputs: [valueInfo(input.name, input.dtype, input.dims)],
        outputs: Object.keys(outputs).map(name => valueInfo(name)),
      }),
  };
}
