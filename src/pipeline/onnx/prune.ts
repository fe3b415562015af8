import { readsOf } from './model.ts';
import type { NodeProto } from './model_pb.ts';
import type { TensorProto } from './tensor_pb.ts';

/** The nodes, in order, and the constants that some outputs depend on. */
export function prune(
  nodes: readonly NodeProto[],
  initializers: readonly TensorProto[],
  outputs: readonly string[],
): { nodes: NodeProto[]; initializers: TensorProto[] } {
  const needed = new Set(outputs);
  const kept = nodes.toReversed().filter(node => {
    if (!node.output.some(name => needed.has(name))) return false;
    for (const name of readsOf(node)) needed.add(name);
    return true;
  });
  return { nodes: kept.reverse(), initializers: initializers.filter(({ name }) => needed.has(name)) };
}
