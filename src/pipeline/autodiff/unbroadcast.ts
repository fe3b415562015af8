import { sizeOf } from '../math/tensor.ts';
import type { Value } from './facts.ts';
import { type Ops, sameDims } from './ops.ts';

/**
 * The adjoint of broadcasting: sums a cotangent over every axis along which a tensor of shape `dims` was
 * repeated. Every rule of an operator that broadcasts ends here.
 */
export function unbroadcast(f: Ops, cotangent: Value, dims: readonly number[]): Value {
  if (sameDims(cotangent.dims, dims)) return cotangent;
  if (sizeOf(cotangent.dims) === sizeOf(dims)) return f.reshape(cotangent, dims);
  const added = cotangent.dims.length - dims.length;
  const repeated = cotangent.dims.flatMap((n, i) => (n !== (dims[i - added] ?? 1) ? [i] : []));
  return f.reshape(f.sum(cotangent, repeated), dims);
}
