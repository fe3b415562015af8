import { type Model, readsOf } from '../onnx/model.ts';

/** Known as soon as shapes are. */
const SHAPES: readonly string[] = ['Shape', 'Size'];
/** Different at every run. */
const RANDOM = /^(Random|Multinomial|Bernoulli)/;

/** Names of the tensors that do not depend on the inputs' values, for fixed shapes. */
export function constantsOf({ graph }: Model): Set<string> {
  const constants = new Set(graph.initializer.map(({ name }) => name));
  for (const node of graph.node) {
    const known = SHAPES.includes(node.opType) || readsOf(node).every(name => constants.has(name));
    if (!known || RANDOM.test(node.opType)) continue;
    for (const name of node.output) constants.add(name);
  }
  return constants;
}
