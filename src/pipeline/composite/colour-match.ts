import type { GreyPicture } from '../image/picture.ts';
import { resize } from '../image/resample.ts';
import type { Fading } from '../masks/morphology.ts';
import { combine, type Tensor } from '../math/tensor.ts';

/** Colours change slowly: they are compared on a grid of this many cells. */
const GRID = 64;
/** Width of the surroundings whose colours are compared, as a fraction of the window. */
const SURROUNDINGS = 0.08;

/** Reach of the correction, as a fraction of the grid's side. */
const SIGMA = 1 / 10;
/** Evidence below which a correction fades to nothing, in weighted cells. */
const FAINT = 0.02;

/**
 * The painting with the colours of its background shifted so that they meet the source at the seam; the new
 * object keeps its own. Done at the pack's resolution: the shift is smooth, and a window of the picture may
 * be many times larger.
 * @param painted `[1, 3, h, w]` in −1…1
 * @param on the window before, of the same shape; where both show background (`seamOf`); where the painting
 * shows background, `[1, 1, h', w']` in 0…1
 */
export function matchColours(
  painted: Tensor,
  on: { source: Tensor; seam: Tensor; background: Tensor },
): Tensor {
  const [, , height, width] = painted.dims;
  const coarse = (x: Tensor) => resize(x, GRID, GRID);
  const difference = coarse(combine(1, on.source, -1, painted));
  const shift = resize(colourShift(difference, coarse(on.seam)), width, height).data;
  const [, , rows, columns] = on.background.dims;
  const fits = rows === height && columns === width;
  const background = (fits ? on.background : resize(on.background, width, height)).data;
  const data = new Float32Array(painted.data.length);
  for (let row = 0; row < data.length; row += width) {
    addProduct(data, painted.data, shift, background, { row, width });
  }
  return { data, dims: painted.dims };
}

/** One row of `a + b · c`; `c` is one plane for all. */
function addProduct(
  out: Float32Array,
  a: Float32Array,
  b: Float32Array,
  c: Float32Array,
  { row, width }: { row: number; width: number },
): void {
  for (let i = row, p = row % c.length; i < row + width; i++, p++) out[i] = a[i] + b[i] * c[p];
}

/**
 * Where source and painting both show background, in and near the mask: `[1, 1, h, w]` in 0…1.
 * @param fading of the mask
 */
export function seamOf(fading: Fading, old: GreyPicture, background: Tensor): Tensor {
  const near = fading(SURROUNDINGS * old.width).data;
  const [gone, shown] = [old.data, background.data];
  const data = new Float32Array(shown.length);
  for (let i = 0; i < data.length; i++) data[i] = (shown[i] * near[i] * (255 - gone[i])) / (255 * 255);
  return { data, dims: background.dims };
}

/**
 * The smooth colour shift that makes a painting meet its source at a seam: their difference where `seam` says
 * that both show the same background, spread over the grid by normalised convolution (Knutsson and Westin
 * 1993). Both are square grids over the region window, the difference of colours `[1, 3, s, s]`, `seam` `[1,
 * 1, s, s]` in 0…1.
 */
function colourShift(difference: Tensor, seam: Tensor): Tensor {
  const [, channels, , side] = difference.dims;
  const plane = side * side;
  const bell = bellOf(SIGMA * side);
  const evidence = blur(seam.data, side, bell);
  const [colours, certainty] = [difference.data, seam.data];
  const data = new Float32Array(colours.length);
  for (let start = 0; start < channels * plane; start += plane) {
    const weighted = new Float32Array(plane);
    for (let i = 0; i < plane; i++) weighted[i] = certainty[i] * colours[start + i];
    const spread = blur(weighted, side, bell);
    for (let i = 0; i < plane; i++) data[start + i] = spread[i] / (evidence[i] + FAINT);
  }
  return { data, dims: difference.dims };
}

function bellOf(sigma: number): Float32Array {
  const reach = Math.ceil(2.5 * sigma);
  const weights = Float32Array.from({ length: 2 * reach + 1 }, (_, k) =>
    Math.exp(-((k - reach) ** 2) / (2 * sigma * sigma)),
  );
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map(w => w / sum);
}

/** A square plane blurred by `bell` in both directions, zero beyond the edges. */
const blur = (plane: Float32Array, side: number, bell: Float32Array): Float32Array =>
  blurAndTurn(blurAndTurn(plane, side, bell), side, bell);

/** Each row, blurred, becomes a column. */
function blurAndTurn(plane: Float32Array, side: number, bell: Float32Array): Float32Array {
  const reach = bell.length >> 1;
  const line = new Float32Array(side + 2 * reach);
  const out = new Float32Array(plane.length);
  for (let y = 0; y < side; y++) {
    line.set(plane.subarray(y * side, (y + 1) * side), reach);
    convolve(line, bell, out, { first: y, stride: side });
  }
  return out;
}

function convolve(
  line: Float32Array,
  kernel: Float32Array,
  out: Float32Array,
  { first, stride }: { first: number; stride: number },
): void {
  for (let start = 0, to = first; to < out.length; start++, to += stride) {
    let sum = 0;
    for (let k = 0; k < kernel.length; k++) sum += kernel[k] * line[start + k];
    out[to] = sum;
  }
}
