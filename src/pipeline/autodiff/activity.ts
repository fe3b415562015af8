import { isFloat } from '../onnx/dtypes.ts';
import type { NodeProto } from '../onnx/model_pb.ts';
import type { Facts } from './facts.ts';
import { isFlat } from './rules/index.ts';

/**
 * Tensors on a differentiable path from one of `wrt` to one of `of`: those whose cotangents are worth
 * computing.
 */
export function activeValues(
  nodes: readonly NodeProto[],
  { values }: Facts,
  { wrt, of }: { wrt: readonly string[]; of: readonly string[] },
): Set<string> {
  const reached = new Set(wrt);
  for (const node of nodes) {
    if (isFlat(node.opType) || !node.input.some(name => reached.has(name))) continue;
    for (const name of node.output) {
      const value = values.get(name);
      if (value !== undefined && isFloat(value.dtype)) reached.add(name);
    }
  }
  const needed = new Set(of);
  for (const node of nodes.toReversed()) {
    if (!node.output.some(name => needed.has(name))) continue;
    for (const name of node.input) needed.add(name);
  }
  return new Set([...reached].filter(name => needed.has(name)));
}
