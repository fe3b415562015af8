import type { Tensor } from '../math/tensor.ts';
import { type Graph, outputOf } from './graph.ts';

/** Windows `[1, 3, S, S]` in −1…1 → logits `[1, 1, S, S]`, above 0 for objects of any kind. */
export type SegmentForeground = (picture: Tensor) => Promise<Tensor>;

export const foregroundSegmenter =
  (graph: Graph): SegmentForeground =>
  async picture =>
    outputOf(await graph.run({ picture }), 'logits', graph.file);
