import { type GreyPicture, SET } from '../image/picture.ts';
import { gapsBetween, type Run, runsFrom } from './runs.ts';

/**
 * Stands for "no set pixel": more steps than any picture has, and finite, so that parabolas can be
 * intersected.
 */
const FAR = 1e6;

/**
 * For each pixel, the squared Euclidean distance to the nearest pixel that is set. Exact, in linear time:
 * Felzenszwalb and Huttenlocher 2012, "Distance Transforms of Sampled Functions". At least `FAR`² where there
 * is none.
 */
function squaredDistance({ width, height, data }: GreyPicture): Float64Array {
  const field = stepsInColumns(data, width);
  const scratch = makeScratch(width);
  for (let y = 0; y < height; y++) transformLine(field, y * width, width, scratch);
  return field;
}

/** Steps up or down to the nearest pixel that is set. */
function stepsInColumns(data: Uint8Array, width: number): Float64Array {
  const steps = new Float64Array(data.length);
  for (let i = 0; i < steps.length; i++) steps[i] = data[i] >= SET ? 0 : FAR;
  const last = steps.length - width;
  for (let row = width; row <= last; row += width) stepFrom(row - width, steps, row, width);
  for (let row = last - width; row >= 0; row -= width) stepFrom(row + width, steps, row, width);
  return steps;
}

/** Shortens the ways of a row by those of the row next to it, which begins at `neighbour`. */
function stepFrom(neighbour: number, steps: Float64Array, row: number, width: number): void {
  for (let x = 0; x < width; x++) {
    const way = steps[neighbour + x] + 1;
    if (way < steps[row + x]) steps[row + x] = way;
  }
}

const makeScratch = (n: number) => ({
  line: new Float64Array(n),
  roots: new Int32Array(n),
  bounds: new Float64Array(n + 1),
});

/**
 * The other direction, for a row that holds steps: the lower envelope of the parabolas rooted at its samples.
 * Those that are `FAR` are no part of it.
 */
function transformLine(
  field: Float64Array,
  start: number,
  n: number,
  { line, roots, bounds }: ReturnType<typeof makeScratch>,
): void {
  let count = 0;
  for (let q = 0; q < n; q++) {
    const steps = field[start + q];
    if (steps >= FAR) continue;
    const height = steps * steps;
    line[q] = height;
    let cross = -Infinity;
    for (; count > 0; count--) {
      const r = roots[count - 1];
      cross = (height + q * q - (line[r] + r * r)) / (2 * (q - r));
      if (cross > bounds[count - 1]) break;
    }
    roots[count] = q;
    bounds[count] = count === 0 ? -Infinity : cross;
    count++;
    bounds[count] = Infinity;
  }
  if (count === 0) {
    field.fill(FAR * FAR, start, start + n);
    return;
  }
  for (let q = 0, i = 0; q < n; q++) {
    while (bounds[i + 1] < q) i++;
    const across = q - roots[i];
    field[start + q] = across * across + line[roots[i]];
  }
}

/** Grows a mask by `radius` pixels in every direction, round at the corners; a negative radius shrinks it. */
export function grow(mask: GreyPicture, radius: number): GreyPicture {
  if (radius === 0) return mask;
  const { width, height, data } = mask;
  const set = runsFrom(data, width, SET);
  const grown =
    radius > 0
      ? reached(set, width, height, { radius, near: 255, far: 0 })
      : reached(gapsBetween(set, width, height), width, height, { radius: -radius, near: 0, far: 255 });
  return { ...mask, data: grown };
}

/**
 * Where a pixel lies at most `radius` from one of the runs `near`, elsewhere `far`. Each run reaches a run of
 * every row near it; how many do is counted by where they begin and end, which costs little for masks of few
 * runs.
 */
function reached(
  runs: readonly Run[],
  width: number,
  height: number,
  { radius, near, far }: { radius: number; near: number; far: number },
): Uint8Array<ArrayBuffer> {
  const changes = new Int32Array((width + 1) * height);
  for (const { start, end } of runs) {
    const y = Math.floor(start / width);
    const left = start - y * width;
    const right = end - y * width;
    const last = Math.min(height - 1, Math.floor(y + radius));
    for (let row = Math.max(0, Math.ceil(y - radius)); row <= last; row++) {
      const across = Math.floor(Math.sqrt(radius * radius - (row - y) ** 2));
      const from = row * (width + 1);
      changes[from + Math.max(0, left - across)]++;
      changes[from + Math.min(width, right + across)]--;
    }
  }
  const data = new Uint8Array(width * height).fill(far);
  for (let y = 0, to = 0; y < height; y++) {
    let count = 0;
    for (let x = 0, i = y * (width + 1); x < width; x++, i++, to++) {
      count += changes[i];
      if (count > 0) data[to] = near;
    }
  }
  return data;
}

/** Closes gaps narrower than twice `radius` pixels. */
export const close = (mask: GreyPicture, radius: number): GreyPicture => grow(grow(mask, radius), -radius);

/** Fades a mask out over `width` pixels beyond its edge (smoothstep); inside it is unchanged. */
export const feather = (mask: GreyPicture, width: number): GreyPicture => fadingOf(mask)(width);

/** A mask feathered by any number of pixels. */
export type Fading = (width: number) => GreyPicture;

/** The same for several widths: the distances are computed once, at the first call. */
export function fadingOf(mask: GreyPicture): Fading {
  let squared: Float64Array | undefined;
  return width => {
    if (width === 0) return mask;
    squared ??= squaredDistance(mask);
    return { ...mask, data: faded(squared, width + 1) };
  };
}

/** 255 where the distance is 0, and 0 from `reach` on. */
function faded(squared: Float64Array, reach: number): Uint8Array {
  const data = new Uint8Array(squared.length);
  const beyond = reach * reach;
  for (let i = 0; i < data.length; i++) {
    const distance = squared[i];
    if (distance >= beyond) continue;
    const t = 1 - Math.sqrt(distance) / reach;
    data[i] = distance === 0 ? 255 : Math.round(255 * t * t * (3 - 2 * t));
  }
  return data;
}
