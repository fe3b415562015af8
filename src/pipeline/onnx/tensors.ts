import { create } from '@bufbuild/protobuf';
import { DTYPES, type DType } from './dtypes.ts';
import { toFloat16 } from './inputs.ts';
import {
  type TensorProto,
  TensorProtoSchema,
  type ValueInfoProto,
  ValueInfoProtoSchema,
} from './tensor_pb.ts';

type Packer = (values: readonly number[] | Float32Array) => ArrayBufferView;

/** Little-endian bytes of the element types that Inlay writes. */
const PACKERS: Partial<Readonly<Record<DType, Packer>>> = {
  float32: values => Float32Array.from(values),
  float64: values => Float64Array.from(values),
  float16: values => Uint16Array.from(values, toFloat16),
  int32: values => Int32Array.from(values),
  int64: values => BigInt64Array.from(Array.from(values, BigInt)),
  int8: values => Int8Array.from(values),
  bool: values => Uint8Array.from(values),
};

/**
 * A constant. Throws for an element type that Inlay does not write, and when the length does not fit the
 * shape.
 */
export function tensorProto(
  name: string,
  dtype: DType,
  dims: readonly number[],
  values: readonly number[] | Float32Array,
): TensorProto {
  const pack = PACKERS[dtype];
  if (pack === undefined) throw new Error(`constants of type ${dtype} cannot be written`);
  const size = dims.reduce((a, b) => a * b, 1);
  if (values.length !== size) throw new Error(`${values.length} numbers for a constant [${dims.join(', ')}]`);
  const { buffer, byteOffset, byteLength } = pack(values);
  return create(TensorProtoSchema, {
    name,
    dataType: DTYPES[dtype],
    dims: dims.map(BigInt),
    rawData: new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength),
  });
}

/** Declares an input or output of fixed shape; of a name alone, ONNX Runtime works the rest out. */
export function valueInfo(name: string, dtype?: DType, dims: readonly number[] = []): ValueInfoProto {
  if (dtype === undefined) return create(ValueInfoProtoSchema, { name });
  const dim = dims.map(n => ({ value: { case: 'dimValue' as const, value: BigInt(n) } }));
  const tensor = { elemType: DTYPES[dtype], shape: { dim } };
  return create(ValueInfoProtoSchema, { name, type: { value: { case: 'tensorType', value: tensor } } });
}
