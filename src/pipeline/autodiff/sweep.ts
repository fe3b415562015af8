import { isStandard } from '../onnx/model.ts';
import type { NodeProto } from '../onnx/model_pb.ts';
import type { Facts, Value } from './facts.ts';
import type { Ops } from './ops.ts';
import { ruleOf } from './rules/index.ts';
import type { Rule, Site } from './rules/types.ts';

interface Sweep {
  /** In topological order, as ONNX requires. */
  readonly forward: readonly NodeProto[];
  readonly facts: Facts;
  /** Tensors whose cotangents are worth computing. */
  readonly active: ReadonlySet<string>;
  /** Cotangents that are given. */
  readonly seeds: ReadonlyMap<string, Value>;
}

/**
 * Walks a graph from its last node to its first; each node's rule makes the cotangents of its inputs, and
 * those of a tensor that is read several times add up. Returns the cotangents of all active tensors that were
 * reached, by name.
 */
export function sweepBack(f: Ops, { forward, facts, active, seeds }: Sweep): ReadonlyMap<string, Value> {
  const cotangents = new Map(seeds);
  const makers = new Map(forward.flatMap(node => node.output.map(name => [name, node])));
  for (const node of forward.toReversed()) {
    if (!node.input.some(name => active.has(name)) || !node.output.some(name => cotangents.has(name)))
      continue;
    const site = siteOf(node, { facts, cotangents, makers, opset: f.opset });
    const wanted = explained(node, f.opset, () => {
      const g = site.cotangents[0] ?? f.zeros(site.outputs[0]!.dims, site.outputs[0]!.dtype);
      return ruleFor(site)(site, g, f);
    });
    for (const [i, name] of node.input.entries()) {
      const make = wanted[i];
      if (!active.has(name) || make === undefined) continue;
      const added = explained(node, f.opset, make);
      const earlier = cotangents.get(name);
      cotangents.set(name, earlier === undefined ? added : f.add(earlier, added));
    }
  }
  return cotangents;
}

function ruleFor({ node, cotangents }: Site): Rule {
  const rule = isStandard(node.domain) ? ruleOf(node.opType) : undefined;
  if (rule === undefined) throw new Error('there is no rule for its derivative');
  if (node.opType !== 'Split' && cotangents.slice(1).some(g => g !== undefined)) {
    throw new Error('there is a rule for the derivative of its first output alone');
  }
  return rule;
}

/** Adds to an error which node it is about. */
function explained<T>({ opType, domain, name, output }: NodeProto, opset: number, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    const operator = isStandard(domain) ? opType : `${domain}.${opType}`;
    const where = `${operator} "${name === '' ? output[0] : name}" (operator set ${opset})`;
    throw new Error(`${where}: ${(cause as Error).message}`, { cause });
  }
}

interface Surroundings {
  readonly facts: Facts;
  readonly cotangents: ReadonlyMap<string, Value>;
  /** The node behind every tensor that is computed. */
  readonly makers: ReadonlyMap<string, NodeProto>;
  readonly opset: number;
}

function siteOf(node: NodeProto, { facts, cotangents, makers, opset }: Surroundings): Site {
  const maybeNumbers = (input: number) => facts.numbers.get(node.input[input]);
  return {
    node,
    opset,
    inputs: node.input.map(name => facts.values.get(name)),
    outputs: node.output.map(name => facts.values.get(name)),
    cotangents: node.output.map(name => cotangents.get(name)),
    makerOf: input => makers.get(node.input[input]),
    maybeNumbers,
    numbers(input) {
      const numbers = maybeNumbers(input);
      if (numbers === undefined)
        throw new Error(`its input "${node.input[input]}" would have to be a constant`);
      return numbers;
    },
    optionalOutput(index, value) {
      while (node.output.length <= index) node.output.push('');
      if (node.output[index] === '') node.output[index] = `${node.output[0]}/output_${index}`;
      return { ...value, name: node.output[index] };
    },
  };
}
