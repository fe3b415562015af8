/** Transfer function: linear light of a sample, both in 0…1. */
export type Curve = (sample: number) => number;

export const power =
  (gamma: number): Curve =>
  x =>
    x ** gamma;

/** ICC's `para` of type 3, the form that sRGB, BT.709 and most others have. */
export const bentPower =
  (gamma: number, a: number, b: number, c: number, d: number): Curve =>
  x =>
    x >= d ? (a * x + b) ** gamma : c * x;

export const SRGB = bentPower(2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92, 0.04045);
export const BT709 = bentPower(1 / 0.45, 1 / 1.099, 0.099 / 1.099, 1 / 4.5, 0.081);

/** Brightness that counts as white, in candela per square metre (ITU-R BT.2408). */
const REFERENCE_WHITE = 203;

/** SMPTE ST 2084, brighter than white beyond 1. */
export const PQ: Curve = x => {
  const [m1, m2, c1, c2, c3] = [2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128];
  const p = x ** (1 / m2);
  return (10_000 / REFERENCE_WHITE) * (Math.max(0, p - c1) / (c2 - c3 * p)) ** (1 / m1);
};

/** Hybrid log-gamma (ITU-R BT.2100) on a screen of 1,000 cd/m², brighter than white beyond 1. */
export const HLG: Curve = x => {
  const [a, b, c] = [0.17883277, 0.28466892, 0.55991073];
  const scene = x <= 0.5 ? (x * x) / 3 : (Math.exp((x - c) / a) + b) / 12;
  return (1000 / REFERENCE_WHITE) * scene ** 1.2;
};

/** A curve through points at equal distances. */
export function throughPoints(points: ArrayLike<number>): Curve {
  const last = points.length - 1;
  return x => {
    const at = Math.min(last, Math.max(0, x * last));
    const i = Math.min(last - 1, Math.floor(at));
    return points[i] + (points[i + 1] - points[i]) * (at - i);
  };
}

/** Cells of an inverse, by the square root of light: curves are steep where it is dark. */
const CELLS = 4096;

/** The sample for an amount of light in 0…1. @param curve rises */
export function inverseOf(curve: Curve): Curve {
  const points = new Float64Array(CELLS + 1);
  for (let i = 0; i <= CELLS; i++) points[i] = sampleFor(curve, (i / CELLS) ** 2);
  const bySquareRoot = throughPoints(points);
  return light => bySquareRoot(Math.sqrt(Math.max(0, light)));
}

/** Bisection to a sixteenth of a level of 16 bits. */
function sampleFor(curve: Curve, light: number): number {
  let [low, high] = [0, 1];
  for (let i = 0; i < 20; i++) {
    const middle = (low + high) / 2;
    if (curve(middle) < light) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
