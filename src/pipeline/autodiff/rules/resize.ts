import { floatOf, intOf, intsOf, stringOf } from '../../onnx/attributes.ts';
import type { NodeProto } from '../../onnx/model_pb.ts';
import { type AxisMap, adjointOf, axisMap } from './along-axis.ts';
import { axisOf, type Rule, type Site } from './types.ts';

/** One axis that is resized. */
interface Axis {
  readonly size: number;
  readonly out: number;
  readonly scale: number;
}

/** Where in the input an output lies, by `coordinate_transformation_mode`. */
const COORDINATES: Readonly<Record<string, (o: number, axis: Axis) => number>> = {
  half_pixel: (o, { scale }) => (o + 0.5) / scale - 0.5,
  half_pixel_symmetric: (o, { size, out, scale }) => {
    const adjustment = out / (scale * size);
    return (size / 2) * (1 - adjustment) + (o + 0.5) / scale - 0.5;
  },
  pytorch_half_pixel: (o, { out, scale }) => (out > 1 ? (o + 0.5) / scale - 0.5 : 0),
  align_corners: (o, { size, out }) => (out > 1 ? (o * (size - 1)) / (out - 1) : 0),
  asymmetric: (o, { scale }) => o / scale,
};

/** Which input the nearest one is, by `nearest_mode`. */
const NEAREST: Readonly<Record<string, (x: number) => number>> = {
  round_prefer_floor: x => Math.ceil(x - 0.5),
  round_prefer_ceil: x => Math.floor(x + 0.5),
  floor: Math.floor,
  ceil: Math.ceil,
};

type Taps = (x: number, node: NodeProto) => readonly (readonly [input: number, weight: number])[];

/** What is read at a place between inputs, by `mode`. */
const TAPS: Readonly<Record<string, Taps>> = {
  nearest: (x, node) => [
    [lookUp(NEAREST, 'nearest_mode', stringOf(node, 'nearest_mode', 'round_prefer_floor'))(x), 1],
  ],
  linear: x => {
    const left = Math.floor(x);
    return [
      [left, left + 1 - x],
      [left + 1, x - left],
    ];
  },
  /** Keys 1981; `a` is −0.75 by default. */
  cubic: (x, node) => {
    const a = floatOf(node, 'cubic_coeff_a', -0.75);
    const left = Math.floor(x);
    return [-1, 0, 1, 2].map(k => {
      const t = Math.abs(x - left - k);
      const weight = t <= 1 ? ((a + 2) * t - (a + 3)) * t * t + 1 : ((a * t - 5 * a) * t + 8 * a) * t - 4 * a;
      return [left + k, weight] as const;
    });
  },
};

function lookUp<T>(table: Readonly<Record<string, T>>, attribute: string, key: string): T {
  const found = table[key];
  if (found === undefined) throw new Error(`Resize with ${attribute} "${key}" has no derivative`);
  return found;
}

/** Factors that the node names, for the axes it names; undefined where it names sizes instead. */
function scalesOf(site: Site): ReadonlyMap<number, number> {
  const input = site.inputs.length === 2 ? 1 : 2;
  const scales = site.inputs[input] === undefined ? [] : site.numbers(input);
  const rank = site.inputs[0]!.dims.length;
  const axes = intsOf(site.node, 'axes')?.map(axis => axisOf(axis, rank));
  return new Map(scales.map((scale, i) => [axes?.[i] ?? i, scale]));
}

/** Resizing is a linear map along each axis; its rows are worked out here, as ONNX defines them. */
function mapOf(node: NodeProto, axis: Axis, opset: number): AxisMap {
  if (intOf(node, 'antialias', 0) === 1) throw new Error('Resize with antialias has no derivative');
  if (intOf(node, 'exclude_outside', 0) === 1)
    throw new Error('Resize with exclude_outside has no derivative');
  const fallback = opset < 11 ? 'asymmetric' : 'half_pixel';
  const mode = stringOf(node, 'coordinate_transformation_mode', fallback);
  const place = lookUp(COORDINATES, 'coordinate_transformation_mode', mode);
  const taps = lookUp(TAPS, 'mode', stringOf(node, 'mode', 'nearest'));
  const inside = (i: number) => Math.min(Math.max(i, 0), axis.size - 1);
  return axisMap(axis.out, axis.size, o =>
    taps(place(o, axis), node).map(([i, weight]) => [inside(i), weight] as const),
  );
}

export const resizing = {
  /** y = R·x along each axis; dx = Rᵀ·g */
  Resize: (site, g, f) => [
    () => {
      const [x] = site.inputs;
      const scales = scalesOf(site);
      const maps = x!.dims.flatMap((size, axis): [number, AxisMap][] => {
        const out = g.dims[axis];
        const scale = scales.get(axis) ?? out / size;
        return out === size && scale === 1
          ? []
          : [[axis, mapOf(site.node, { size, out, scale }, site.opset)]];
      });
      return adjointOf(f, g, new Map(maps));
    },
  ],
} satisfies Record<string, Rule>;
