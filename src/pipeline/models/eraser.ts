import type { Tensor } from '../math/tensor.ts';
import { type Graph, outputOf } from './graph.ts';

/** The simple fills that an eraser weighs for each pixel, in the order of its `weights`. */
export const FILLS = ['membrane', 'rows', 'columns', 'left', 'right', 'up', 'down'] as const;

/** The output of an eraser. */
export interface Fill {
  /** `[1, 3, S, S]` in −1…1: the window with its hole filled by background. */
  readonly filled: Tensor;
  /**
   * `[1, 7, S, S]`, at least 0: the weight of each of `FILLS`; the rest of the colour is the network's own.
   */
  readonly weights: Tensor;
}

/** Windows `[1, 3, S, S]` in −1…1 with holes `[1, 1, S, S]`, 1 = to be filled, at the eraser's own size. */
export type Erase = (picture: Tensor, hole: Tensor) => Promise<Fill>;

export const eraser =
  (graph: Graph): Erase =>
  async (picture, hole) => {
    const outputs = await graph.run({ picture, hole });
    return {
      filled: outputOf(outputs, 'filled', graph.file),
      weights: outputOf(outputs, 'weights', graph.file),
    };
  };
