import type { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import type { Tensor } from '../math/tensor.ts';
import { onnxRuntime } from './runtime.ts';

/** A value for a graph's input; the graph's metadata decides its dtype. */
export interface GraphInput {
  readonly data: Float32Array | readonly number[];
  readonly dims: readonly number[];
}

type Caster = (feed: GraphInput) => OrtTensor;

const floats = (data: GraphInput['data']) => (data instanceof Float32Array ? data : Float32Array.from(data));

/**
 * An fp16 tensor of binary16 bits. Where JavaScript has a Float16Array (Node 24), ONNX Runtime's tensor
 * stores its data as one, which its native binding does not read: there the bits are put back.
 */
function float16Tensor(bits: Uint16Array, dims: readonly number[]): OrtTensor {
  const tensor = new (onnxRuntime().Tensor)('float16', bits, dims);
  if (!(tensor.data instanceof Uint16Array)) Object.defineProperty(tensor, 'data', { value: bits });
  return tensor;
}

/** One row for each dtype that exports declare for their inputs. */
const CASTERS: Readonly<Record<string, Caster>> = {
  float32: ({ data, dims }) => new (onnxRuntime().Tensor)('float32', floats(data), dims),
  float64: ({ data, dims }) => new (onnxRuntime().Tensor)('float64', Float64Array.from(data), dims),
  float16: ({ data, dims }) => float16Tensor(Uint16Array.from(floats(data), toFloat16), dims),
  int32: ({ data, dims }) => new (onnxRuntime().Tensor)('int32', Int32Array.from(data), dims),
  int64: ({ data, dims }) =>
    new (onnxRuntime().Tensor)(
      'int64',
      BigInt64Array.from(Array.from(data, v => BigInt(Math.round(v)))),
      dims,
    ),
};

/**
 * Casts a value to the dtype that the graph declares for the input. Throws naming the dtype when there is no
 * cast to it.
 */
export function castInput(meta: InferenceSession.ValueMetadata, feed: GraphInput): OrtTensor {
  if (!meta.isTensor) throw new Error(`input "${meta.name}" is not a tensor`);
  const cast = CASTERS[meta.type];
  if (cast === undefined)
    throw new Error(`input "${meta.name}" is of type ${meta.type}, to which Inlay cannot cast`);
  return cast(feed);
}

/** Any float output as float32. */
export function floatOutput(name: string, output: OrtTensor): Tensor {
  const { data, dims } = output;
  if (data instanceof Float32Array) return { data, dims };
  if (output.type === 'float16') {
    const { buffer, byteOffset, length } = data as Uint16Array;
    return { data: Float32Array.from(new Uint16Array(buffer, byteOffset, length), fromFloat16), dims };
  }
  if (data instanceof Float64Array) return { data: Float32Array.from(data), dims };
  throw new Error(`output "${name}" is ${output.type}, expected floats`);
}

const scratch = new DataView(new ArrayBuffer(4));

/** IEEE 754 binary32 → binary16 bits, rounding to nearest even. */
export function toFloat16(value: number): number {
  scratch.setFloat32(0, value);
  const bits = scratch.getUint32(0);
  const sign = (bits >>> 16) & 0x8000;
  const magnitude = bits & 0x7fffffff;
  if (magnitude > 0x7f800000) return sign | 0x7e00;
  if (magnitude >= 0x47800000) return sign | 0x7c00;
  if (magnitude < 0x38800000) {
    // Subnormal in binary16: its unit is 2⁻²⁴, and scaling by it is exact.
    const units = Math.abs(value) * 2 ** 24;
    const floor = Math.floor(units);
    const rest = units - floor;
    return sign | (floor + (rest > 0.5 || (rest === 0.5 && floor % 2 === 1) ? 1 : 0));
  }
  const rebased = magnitude - 0x38000000;
  return sign | ((rebased + 0xfff + ((rebased >>> 13) & 1)) >>> 13);
}

/** IEEE 754 binary16 bits → number. */
export function fromFloat16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
