import type { GreyPicture } from '../image/picture.ts';
import { gapsBetween, type Run, runsFrom } from './runs.ts';

/** A mask is set where it is above this. */
const HALF = 127;
/** Stands for infinity: larger than any squared distance, and finite, so that parabolas can be intersected. */
const FAR = 1e12;

/**
 * For each pixel, the squared Euclidean distance to the nearest pixel that is set. Exact, in linear time: Felzenszwalb and
 * Huttenlocher 2012, "Distance Transforms of Sampled Functions". At least `FAR` where there is none.
 */
function squaredDistance({ width, height, data }: GreyPicture): Float64Array {
  const field = new Float64Array(data.length);
  for (let i = 0; i < data.length; i++) field[i] = data[i] > HALF ? 0 : FAR;
  sweepColumns(field, width, height);
  const scratch = makeScratch(width);
  for (let y = 0; y < height; y++) transformLine(field, y * width, width, scratch);
  return field;
}

/** Squared distance along each column: of a field that holds only 0 and `FAR`, two sweeps find it. */
function sweepColumns(field: Float64Array, width: number, height: number): void {
  const steps = new Float64Array(width).fill(Infinity);
  const visit = (y: number) => {
    for (let x = 0, i = y * width; x < width; x++, i++) {
      steps[x] = field[i] === 0 ? 0 : steps[x] + 1;
      field[i] = Math.min(field[i], steps[x] * steps[x]);
    }
  };
  for (let y = 0; y < height; y++) visit(y);
  steps.fill(Infinity);
  for (let y = height - 1; y >= 0; y--) visit(y);
}

const makeScratch = (n: number) => ({
  line: new Float64Array(n),
  roots: new Int32Array(n),
  bounds: new Float64Array(n + 1),
});

/** The other direction: the lower envelope of the parabolas rooted at each sample of a row. */
function transformLine(
  field: Float64Array,
  start: number,
  n: number,
  { line, roots, bounds }: ReturnType<typeof makeScratch>,
): void {
  let k = 0;
  for (let q = 0; q < n; q++) {
    line[q] = field[start + q];
    let cross = -Infinity;
    for (k = q === 0 ? 0 : k + 1; k > 0; k--) {
      const r = roots[k - 1];
      cross = (line[q] + q * q - (line[r] + r * r)) / (2 * (q - r));
      if (cross > bounds[k - 1]) break;
    }
    roots[k] = q;
    bounds[k] = k === 0 ? -Infinity : cross;
    bounds[k + 1] = Infinity;
  }
  for (let q = 0, i = 0; q < n; q++) {
    while (bounds[i + 1] < q) i++;
    field[start + q] = (q - roots[i]) ** 2 + line[roots[i]];
  }
}

/** Grows a mask by `radius` pixels in every direction, round at the corners; a negative radius shrinks it. */
export function grow(mask: GreyPicture, radius: number): GreyPicture {
  if (radius === 0) return mask;
  const { width, height, data } = mask;
  const set = runsFrom(data, width, HALF + 1);
  const grown =
    radius > 0
      ? reached(set, width, height, { radius, near: 255, far: 0 })
      : reached(gapsBetween(set, width, height), width, height, { radius: -radius, near: 0, far: 255 });
  return { ...mask, data: grown };
}

/**
 * Where a pixel lies at most `radius` from one of the runs `near`, elsewhere `far`. Each run reaches a run of every row near it; how
 * many do is counted by where they begin and end, which costs little for masks of few runs.
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

/** Lets a mask fade out over `width` pixels beyond its edge (smoothstep); inside it stays whole. */
export function feather(mask: GreyPicture, width: number): GreyPicture {
  if (width === 0) return mask;
  const squared = squaredDistance(mask);
  const data = new Uint8Array(squared.length);
  for (let i = 0; i < data.length; i++) {
    const t = Math.max(0, 1 - Math.sqrt(squared[i]) / (width + 1));
    data[i] = Math.round(255 * t * t * (3 - 2 * t));
  }
  return { ...mask, data };
}
