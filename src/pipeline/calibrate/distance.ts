import type { GreyPicture } from '../image/picture.ts';

/** A mask is set where it is above this. */
const HALF = 127;

/**
 * For each pixel, the squared Euclidean distance to the nearest pixel that is set (or, with `set` false, that
 * is not). Exact, in linear time: Felzenszwalb and Huttenlocher 2012, "Distance Transforms of Sampled
 * Functions". Infinite where there is none.
 */
function squaredDistance({ width, height, data }: GreyPicture, set: boolean): Float64Array {
  const field = Float64Array.from(data, v => (v > HALF === set ? 0 : Infinity));
  const line = new Float64Array(Math.max(width, height));
  for (let x = 0; x < width; x++) transformLine(field, x, width, height, line);
  for (let y = 0; y < height; y++) transformLine(field, y * width, 1, width, line);
  return field;
}

/** One pass of the transform: the lower envelope of the parabolas rooted at each sample of a line. */
function transformLine(
  field: Float64Array,
  start: number,
  stride: number,
  n: number,
  line: Float64Array,
): void {
  const roots = new Int32Array(n);
  const bounds = new Float64Array(n + 1);
  let k = -1;
  for (let q = 0; q < n; q++) {
    line[q] = field[start + q * stride];
    if (line[q] === Infinity) continue;
    let cross = -Infinity;
    while (k >= 0) {
      const r = roots[k];
      cross = (line[q] + q * q - (line[r] + r * r)) / (2 * (q - r));
      if (cross > bounds[k]) break;
      k--;
    }
    k++;
    roots[k] = q;
    bounds[k] = k === 0 ? -Infinity : cross;
    bounds[k + 1] = Infinity;
  }
  if (k < 0) return;
  for (let q = 0, i = 0; q < n; q++) {
    while (bounds[i + 1] < q) i++;
    field[start + q * stride] = (q - roots[i]) ** 2 + line[roots[i]];
  }
}

/** Grows a mask by `radius` pixels in every direction, round at the corners; a negative radius shrinks it. */
export function grow(mask: GreyPicture, radius: number): GreyPicture {
  if (radius === 0) return mask;
  const reach = radius * radius;
  const distance = squaredDistance(mask, radius > 0);
  const data = Uint8Array.from(distance, d => (d <= reach === radius > 0 ? 255 : 0));
  return { ...mask, data };
}

/** Closes gaps narrower than twice `radius` pixels. */
export const close = (mask: GreyPicture, radius: number): GreyPicture => grow(grow(mask, radius), -radius);

/** Lets a mask fade out over `width` pixels beyond its edge (smoothstep); inside it stays whole. */
export function feather(mask: GreyPicture, width: number): GreyPicture {
  if (width === 0) return mask;
  const data = Uint8Array.from(squaredDistance(mask, true), squared => {
    const t = Math.max(0, 1 - Math.sqrt(squared) / (width + 1));
    return Math.round(255 * t * t * (3 - 2 * t));
  });
  return { ...mask, data };
}
