import { readFile } from 'node:fs/promises';
import type { Tensor } from '../math/tensor.ts';
import { readModel, withGraph, writeModel } from '../onnx/model.ts';
import { prune } from '../onnx/prune.ts';
import { type Graph, outputOf } from './graph.ts';

/** Names of an upscaler's outputs: windows at its full scale, and, where it has one, at twice their size. */
export const UPSCALED = 'upscaled';
export const DOUBLED = 'doubled';

/**
 * The graph at a path with only what one output needs, as ONNX Runtime computes all of them. Undefined where
 * nothing can be removed: it is the only output, or none of them.
 */
export async function partLeadingTo(output: string, path: string): Promise<Uint8Array | undefined> {
  const model = readModel(await readFile(path));
  const { node, initializer, input: inputs, output: all } = model.graph;
  const outputs = all.filter(({ name }) => name === output);
  if (outputs.length === 0 || all.length === 1) return undefined;
  return writeModel(withGraph(model, { ...prune(node, initializer, [output]), inputs, outputs }));
}

/**
 * Pictures `[B, 3, H, W]` → twice as large where no more than that is wanted and `doubler` is there, else as
 * large as can be.
 */
export const upscaler =
  (whole: Graph, doubler: Graph | undefined) =>
  async (images: Tensor, times: number): Promise<Tensor> => {
    const [graph, output] = doubler !== undefined && times <= 2 ? [doubler, DOUBLED] : [whole, UPSCALED];
    return outputOf(await graph.run({ sample: images }), output, graph.file);
  };
