import { inverse, Matrix } from 'ml-matrix';

/** Chromaticities x, y of red, green, blue and white. */
export interface Primaries {
  readonly red: readonly [number, number];
  readonly green: readonly [number, number];
  readonly blue: readonly [number, number];
  readonly white: readonly [number, number];
}

const D65 = [0.3127, 0.329] as const;
export const SRGB_PRIMARIES: Primaries = {
  red: [0.64, 0.33],
  green: [0.3, 0.6],
  blue: [0.15, 0.06],
  white: D65,
};

/** By the numbers of ITU-T H.273, table 2. */
export const PRIMARIES: Readonly<Record<number, Primaries>> = {
  1: SRGB_PRIMARIES,
  4: { red: [0.67, 0.33], green: [0.21, 0.71], blue: [0.14, 0.08], white: [0.31, 0.316] },
  5: { red: [0.64, 0.33], green: [0.29, 0.6], blue: [0.15, 0.06], white: D65 },
  6: { red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07], white: D65 },
  7: { red: [0.63, 0.34], green: [0.31, 0.595], blue: [0.155, 0.07], white: D65 },
  9: { red: [0.708, 0.292], green: [0.17, 0.797], blue: [0.131, 0.046], white: D65 },
  11: { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06], white: [0.314, 0.351] },
  12: { red: [0.68, 0.32], green: [0.265, 0.69], blue: [0.15, 0.06], white: D65 },
};

/** The white that ICC profiles are written for. */
const D50 = [0.96422, 1, 0.82521];
/** Cone responses after Bradford, in which white is adapted. */
const BRADFORD = new Matrix([
  [0.8951, 0.2664, -0.1614],
  [-0.7502, 1.7135, 0.0367],
  [0.0389, -0.0685, 1.0296],
]);

const toXyz = ([x, y]: readonly [number, number]) => [x / y, 1, (1 - x - y) / y];

/** Linear RGB → XYZ as seen under D50, which is where ICC profiles meet. */
export function toD50({ red, green, blue, white }: Primaries): Matrix {
  const columns = new Matrix([toXyz(red), toXyz(green), toXyz(blue)]).transpose();
  const whiteXyz = Matrix.columnVector(toXyz(white));
  const amounts = inverse(columns).mmul(whiteXyz).to1DArray();
  const native = columns.mmul(Matrix.diag(amounts));
  const from = BRADFORD.mmul(whiteXyz).to1DArray();
  const to = BRADFORD.mmul(Matrix.columnVector(D50)).to1DArray();
  const scale = Matrix.diag(to.map((value, i) => value / from[i]));
  return inverse(BRADFORD).mmul(scale).mmul(BRADFORD).mmul(native);
}
