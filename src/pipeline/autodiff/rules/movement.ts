import { intOf, intsOf, stringOf } from '../../onnx/attributes.ts';
import type { Value } from '../facts.ts';
import { inverse, type Ops } from '../ops.ts';
import { unbroadcast } from '../unbroadcast.ts';
import { type AxisMap, adjointOf, axisMap } from './along-axis.ts';
import { axisOf, type Rule, type Site } from './types.ts';

/** Whatever only renames the axes is undone by giving g the shape of x. */
const reshaped: Rule = ({ inputs: [x] }, g, f) => [() => f.reshape(g, x!.dims)];

/**
 * Blocks of channels and blocks of pixels, `[N, b, b, C, h, w]` or `[N, C, b, b, h, w]`, and the way from
 * depth to space.
 */
const DEPTH_TO_SPACE: Readonly<Record<string, { channelsAt: number; perm: readonly number[] }>> = {
  DCR: { channelsAt: 3, perm: [0, 3, 4, 1, 5, 2] },
  CRD: { channelsAt: 1, perm: [0, 1, 4, 2, 5, 3] },
};

/** g of a depth-to-space, back in depth. */
function backToDepth(
  f: Ops,
  g: Value,
  x: Value,
  { channelsAt, perm }: (typeof DEPTH_TO_SPACE)[string],
  b: number,
) {
  const [batch, , height, width] = x.dims;
  const split = [batch, b, b, height, width].toSpliced(channelsAt, 0, x.dims[1] / (b * b));
  const moved = perm.map(axis => split[axis]);
  return f.reshape(f.transpose(f.reshape(g, moved), inverse(perm)), x.dims);
}

/** Where each element of a padded axis comes from, by the mode of padding. */
const SOURCES: Readonly<Record<string, (i: number, size: number) => number>> = {
  reflect: (i, size) => {
    const period = Math.max(1, 2 * (size - 1));
    const j = ((i % period) + period) % period;
    return j < size ? j : period - j;
  },
  edge: (i, size) => Math.min(Math.max(i, 0), size - 1),
  wrap: (i, size) => ((i % size) + size) % size,
};

/** Elements added before and after each axis. */
function padsOf({ node, inputs, numbers }: Site): [before: number[], after: number[]] {
  const rank = inputs[0]!.dims.length;
  const pads = intsOf(node, 'pads') ?? numbers(1);
  const axes = inputs[3] === undefined ? undefined : numbers(3).map(axis => axisOf(axis, rank));
  const [before, after] = [0, 0].map(() => new Array<number>(rank).fill(0));
  const half = pads.length / 2;
  for (let i = 0; i < half; i++) {
    before[axes?.[i] ?? i] = pads[i];
    after[axes?.[i] ?? i] = pads[half + i];
  }
  return [before, after];
}

/** What only moves, repeats or joins elements. */
export const movement = {
  Reshape: reshaped,
  Flatten: reshaped,
  Squeeze: reshaped,
  Unsqueeze: reshaped,
  /** y = x with its axes permuted; dx = g with them permuted back */
  Transpose: ({ node, inputs: [x] }, g, f) => [
    () => f.transpose(g, inverse(intsOf(node, 'perm') ?? x!.dims.map((_, i) => i).reverse())),
  ],
  /** y = x repeated where it is 1 long; dx = Σg over those axes */
  Expand: ({ inputs: [x] }, g, f) => [() => unbroadcast(f, g, x!.dims)],
  /** y = x several times in a row; dx = Σg over the times */
  Tile: ({ inputs: [x] }, g, f) => [
    () => {
      const split = x!.dims.flatMap((n, i) => [g.dims[i] / n, n]);
      return f.reshape(
        f.sum(
          f.reshape(g, split),
          x!.dims.map((_, i) => 2 * i),
        ),
        x!.dims,
      );
    },
  ],
  /** y = the inputs one after another; dxᵢ = its own part of g */
  Concat: ({ node, inputs }, g, f) => {
    const axis = axisOf(intOf(node, 'axis', 1), g.dims.length);
    return inputs.map((x, i) => () => {
      const start = inputs.slice(0, i).reduce((n, other) => n + other!.dims[axis], 0);
      return f.slice(g, axis, start, start + x!.dims[axis]);
    });
  },
  /** yᵢ = parts of x; dx = the gᵢ one after another, 0 for parts that nothing depends on */
  Split: ({ node, inputs: [x], outputs, cotangents }, _g, f) => [
    () => {
      const axis = axisOf(intOf(node, 'axis', 0), x!.dims.length);
      const parts = outputs.map((y, i) => cotangents[i] ?? f.zeros(y!.dims, y!.dtype));
      return f.concat(parts, axis);
    },
  ],
  /** y = x with a border; dx = g without it, and what the border repeats added to where it comes from */
  Pad: (site, g, f) => [
    () => {
      const [x] = site.inputs;
      const [before, after] = padsOf(site);
      const mode = stringOf(site.node, 'mode', 'constant');
      if (mode === 'constant')
        return f.pad(
          g,
          before.map(n => -n),
          after.map(n => -n),
        );
      const source = SOURCES[mode];
      if (source === undefined) throw new Error(`Pad with mode "${mode}" has no derivative`);
      const maps = x!.dims.flatMap((size, axis): [number, AxisMap][] =>
        before[axis] === 0 && after[axis] === 0
          ? []
          : [[axis, axisMap(g.dims[axis], size, o => [[source(o - before[axis], size), 1]])]],
      );
      return adjointOf(f, g, new Map(maps));
    },
  ],
  DepthToSpace: ({ node, inputs: [x] }, g, f) => [
    () => backToDepth(f, g, x!, DEPTH_TO_SPACE[stringOf(node, 'mode', 'DCR')], intOf(node, 'blocksize', 1)),
  ],
  /** Its inverse is DepthToSpace, and both only move elements. */
  SpaceToDepth: ({ node, inputs: [x] }, g, f) => [
    () => f.op('DepthToSpace', [g], x!.dims, { blocksize: intOf(node, 'blocksize', 1), mode: 'DCR' }),
  ],
} satisfies Record<string, Rule>;
