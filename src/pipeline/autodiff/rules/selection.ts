import { sizeOf } from '../../math/tensor.ts';
import { intOf, intsOf } from '../../onnx/attributes.ts';
import type { Value } from '../facts.ts';
import { inverse, type Ops, range } from '../ops.ts';
import { axisOf, type Rule, type Site } from './types.ts';

/** Part of an axis: `count` elements from `start`, every `step`-th. */
interface Part {
  readonly axis: number;
  readonly start: number;
  readonly step: number;
  readonly count: number;
}

/**
 * The parts of a Slice, whose bounds became inputs in operator set 10, with negative and open ends resolved.
 */
function partsOf(site: Site, y: Value): Part[] {
  const { node, inputs } = site;
  const listed = (attribute: string, input: number) =>
    intsOf(node, attribute) ?? (inputs[input] === undefined ? undefined : site.numbers(input));
  const starts = listed('starts', 1) ?? [];
  const axes = listed('axes', 3) ?? range(0, starts.length);
  const steps = listed('steps', 4);
  const { dims } = inputs[0]!;
  return starts.map((first, i) => {
    const axis = axisOf(axes[i], dims.length);
    const step = steps?.[i] ?? 1;
    const size = dims[axis];
    const from = first < 0 ? first + size : first;
    const start = Math.min(Math.max(from, 0), step > 0 ? size : size - 1);
    return { axis, start, step, count: y.dims[axis] };
  });
}

/**
 * Puts the elements of g back at `start`, `start + step`, … of an axis of `size`, with zeros between and
 * around.
 */
function putBack(f: Ops, g: Value, { axis, start, step, count }: Part, size: number): Value {
  const stride = Math.abs(step);
  const ordered = step < 0 && count > 1 ? f.flip(g, [axis]) : g;
  const first = step < 0 ? start + (count - 1) * step : start;
  const spread = stride === 1 ? ordered : interleave(f, ordered, axis, stride);
  const only = (n: number) => spread.dims.map((_, i) => (i === axis ? n : 0));
  return f.pad(spread, only(first), only(size - first - spread.dims[axis]));
}

/** `stride − 1` zeros after each element of an axis. */
function interleave(f: Ops, g: Value, axis: number, stride: number): Value {
  const apart = f.reshape(g, g.dims.toSpliced(axis + 1, 0, 1));
  const only = apart.dims.map((_, i) => (i === axis + 1 ? stride - 1 : 0));
  return f.reshape(
    f.pad(
      apart,
      only.map(() => 0),
      only,
    ),
    g.dims.with(axis, g.dims[axis] * stride),
  );
}

/** Where neighbouring indices ascend by one from the first, the first; else undefined. */
function runStart(indices: readonly number[] | undefined, size: number): number | undefined {
  const resolved = indices?.map(i => (i < 0 ? i + size : i));
  return resolved?.every((i, n) => i === resolved[0] + n) ? resolved[0] : undefined;
}

/** Scatter-adds the rows of g at `indices` along the first axis of zeros `dims`. */
function scatterRows(f: Ops, g: Value, indices: Value, dims: readonly number[], site: Site): Value {
  const numbers = site.maybeNumbers(1);
  const distinct =
    numbers !== undefined && new Set(numbers.map(i => axisOf(i, dims[0]))).size === numbers.length;
  if (!distinct && f.opset < 16) throw new Error('its derivative needs operator set 16 or later');
  const places = f.reshape(f.cast(indices, 'int64'), [...indices.dims, 1]);
  const attributes = distinct ? {} : { reduction: 'add' };
  return f.op('ScatterND', [f.zeros(dims, g.dtype), places, g], dims, attributes);
}

/** What picks elements out. */
export const selection = {
  /** y = part of x; dx = g at the same positions, 0 elsewhere */
  Slice: (site, g, f) => [
    () => {
      const { dims } = site.inputs[0]!;
      return partsOf(site, g).reduce((rest, part) => putBack(f, rest, part, dims[part.axis]), g);
    },
  ],
  /** y = x at some positions of an axis; dx = g added up at those, 0 elsewhere */
  Gather: (site, g, f) => [
    () => {
      const [x, indices] = site.inputs as [Value, Value];
      const axis = axisOf(intOf(site.node, 'axis', 0), x.dims.length);
      const [before, after] = [x.dims.slice(0, axis), x.dims.slice(axis + 1)];
      const count = sizeOf(indices.dims);
      const start = runStart(site.maybeNumbers(1), x.dims[axis]);
      if (start !== undefined) {
        const rows = f.reshape(g, [...before, count, ...after]);
        return putBack(f, rows, { axis, start, step: 1, count }, x.dims[axis]);
      }
      const rank = indices.dims.length;
      const front = [...range(axis, axis + rank), ...range(0, axis), ...range(axis + rank, g.dims.length)];
      const rows = f.transpose(g, front);
      const sums = scatterRows(f, rows, indices, [x.dims[axis], ...before, ...after], site);
      return f.transpose(sums, inverse([axis, ...range(0, x.dims.length).filter(i => i !== axis)]));
    },
  ],
  /** The same with an index for each element. */
  GatherElements: (site, g, f) => [
    () => {
      const [x, indices] = site.inputs as [Value, Value];
      if (site.opset < 16) throw new Error('its derivative needs operator set 16 or later');
      const attributes = { axis: intOf(site.node, 'axis', 0), reduction: 'add' };
      return f.op('ScatterElements', [f.zeros(x.dims, g.dtype), indices, g], x.dims, attributes);
    },
  ],
} satisfies Record<string, Rule>;
