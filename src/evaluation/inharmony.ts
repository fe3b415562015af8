import { type GreyPicture, type Picture, SET, whiteOf } from '../pipeline/image/picture.ts';

/** How an object contrasts with its surroundings: three numbers that an edit can get wrong. */
export interface Standing {
  /** The mean step of colour across the mask's edge, 0…1: a halo makes it small, a hard cut large. */
  readonly edge: number;
  /** How much more saturated the object is than the ring round it, −1…1. */
  readonly saturation: number;
  /** Its contrast (standard deviation of luminance) less that of the ring, −1…1. */
  readonly contrast: number;
}

const STATISTICS = ['edge', 'saturation', 'contrast'] as const;

/** Width of the ring round an object, as a part of the root of its area. */
const RING = 0.25;

/** Measures an object in a picture; undefined when its mask is empty or fills the picture. */
export function standingOf(picture: Picture, { width, height, data }: GreyPicture): Standing | undefined {
  const inside: number[] = [];
  for (let i = 0; i < data.length; i++) if (data[i] >= SET) inside.push(i);
  const ring = ringRound(inside, data, width, height);
  if (inside.length === 0 || ring.length === 0) return undefined;
  const [object, rest] = [toneOf(picture, inside), toneOf(picture, ring)];
  return {
    edge: edgeOf(picture, inside, data, width, height),
    saturation: object.saturation - rest.saturation,
    contrast: object.contrast - rest.contrast,
  };
}

/**
 * Inharmony: how unlike real objects an object contrasts with its surroundings, as the mean of |z| over the
 * three numbers, with mean and deviation of the real ones. Real objects themselves have about 0.8.
 */
export function inharmony(standing: Standing, real: readonly Standing[]): number {
  const scores = STATISTICS.map(key => {
    const values = real.map(one => one[key]);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length);
    return Math.abs(standing[key] - mean) / Math.max(deviation, 1e-6);
  });
  return scores.reduce((a, b) => a + b, 0) / scores.length;
}

/**
 * Pixels outside the object's box of influence but near it: its bounding box widened by `RING`, less the
 * object.
 */
function ringRound(inside: readonly number[], data: Uint8Array, width: number, height: number): number[] {
  const reach = Math.max(2, Math.round(RING * Math.sqrt(inside.length)));
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (const i of inside) {
    const [x, y] = [i % width, Math.floor(i / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y)];
  }
  const ring: number[] = [];
  for (let y = Math.max(0, top - reach); y <= Math.min(height - 1, bottom + reach); y++) {
    for (let x = Math.max(0, left - reach); x <= Math.min(width - 1, right + reach); x++) {
      if (data[y * width + x] < SET) ring.push(y * width + x);
    }
  }
  return ring;
}

function toneOf({ rgb }: Picture, pixels: readonly number[]) {
  const white = whiteOf(rgb);
  let [sum, squares, saturation] = [0, 0, 0];
  for (const i of pixels) {
    const [r, g, b] = [0, 1, 2].map(c => rgb[3 * i + c] / white);
    const luminance = 0.2126 * r + 0.7152 * g + 0.0722 * b;
    sum += luminance;
    squares += luminance ** 2;
    saturation += Math.max(r, g, b) - Math.min(r, g, b);
  }
  const n = pixels.length;
  return { saturation: saturation / n, contrast: Math.sqrt(Math.max(0, squares / n - (sum / n) ** 2)) };
}

/** The mean absolute difference of colour over pairs of neighbours, one inside and one outside. */
function edgeOf(
  { rgb }: Picture,
  inside: readonly number[],
  data: Uint8Array,
  width: number,
  height: number,
): number {
  const white = whiteOf(rgb);
  let [sum, pairs] = [0, 0];
  for (const i of inside) {
    const [x, y] = [i % width, Math.floor(i / width)];
    const around = [x > 0 && i - 1, x < width - 1 && i + 1, y > 0 && i - width, y < height - 1 && i + width];
    for (const j of around) {
      if (j === false || data[j] >= SET) continue;
      pairs++;
      for (let c = 0; c < 3; c++) sum += Math.abs(rgb[3 * i + c] - rgb[3 * j + c]) / (3 * white);
    }
  }
  return pairs === 0 ? 0 : sum / pairs;
}
