/** Element types by ONNX Runtime's names, with their codes in `TensorProto.DataType`. */
export const DTYPES = {
  float32: 1,
  uint8: 2,
  int8: 3,
  uint16: 4,
  int16: 5,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
  uint64: 13,
  bfloat16: 16,
} as const;

export type DType = keyof typeof DTYPES;

/** Those that have derivatives. */
const FLOATS: readonly DType[] = ['float32', 'float64', 'float16', 'bfloat16'];

export const isFloat = (dtype: DType): boolean => FLOATS.includes(dtype);

/** The name of a code. Throws where there is none. */
export function dtypeOf(code: number): DType {
  const found = Object.entries(DTYPES).find(([, value]) => value === code);
  if (found === undefined) throw new Error(`ONNX element type ${code} is not known`);
  return found[0] as DType;
}
