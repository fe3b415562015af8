import type { Tensor } from '../math/tensor.ts';
import { type Kernel, type Span, type Taps, taps } from './taps.ts';

/** Writes the `count` samples from `from` on of row `y`, channels interleaved, to the start of `line`. */
export type RowReader = (y: number, from: number, count: number, line: Float64Array) => void;

/** Reads rows that begin `stride` samples apart, the first at `origin`. */
export const rowsIn =
  (samples: Uint8Array | Uint16Array | Float32Array, stride: number, origin = 0): RowReader =>
  (y, from, count, line) => {
    const start = origin + y * stride + from;
    line.set(samples.subarray(start, start + count));
  };

interface Resampling {
  readonly across: Taps;
  readonly down: Taps;
  /** What comes out is `gain` times as large, and moved by `shift`. */
  readonly gain?: number;
  readonly shift?: number;
}

/**
 * Separable resampling of rows that are read one at a time, from the top and once each, so that a large
 * picture is never held as floats. Pixel centres lie at half integers. Returns `[channels, height, width]`,
 * planar.
 * @param readRow reads those that `down` counts
 */
export function resampleRows(
  readRow: RowReader,
  channels: 1 | 3,
  { out: given, ...resampling }: Resampling & { readonly out?: Float32Array },
): Float32Array {
  const [width, height] = [resampling.across.first.length, resampling.down.first.length];
  const plane = width * height;
  const out = given ?? new Float32Array(channels * plane);
  const rowOf = rowResampler(readRow, channels, resampling);
  for (let y = 0; y < height; y++) {
    const row = rowOf(y, 0, width);
    for (let c = 0; c < channels; c++)
      out.set(row.subarray(c * width, (c + 1) * width), c * plane + y * width);
  }
  return out;
}

/**
 * Row `y` of what comes out, one channel after the other. Only the samples from `from` to before `end` of
 * each are made, and the next call overwrites them. Rows are asked for from the top; some may be left out.
 */
type ResampledRow = (y: number, from: number, end: number) => Float64Array;

/**
 * Makes single rows of a resampling. Rows are mixed before they are narrowed, as that reads whole lines in
 * order; where there are fewer rows than come out of them, they are narrowed before.
 */
function rowResampler(
  readRow: RowReader,
  channels: 1 | 3,
  { across, down, gain = 1, shift = 0 }: Resampling,
): ResampledRow {
  const width = across.first.length;
  const [left, right] = [across.first[0], endOf(across)];
  const enlarges = down.first.length > endOf(down) - down.first[0];
  const narrow = channels === 1 ? narrowGrey : narrowColour;
  const narrowing = { across, left, gain, shift };
  // Three samples more than are read, as weights come in fours: the last of these are zeros.
  const wide = new Float64Array(channels * (right - left + 3));
  const narrowed = new Float64Array(channels * width);
  const mixed = enlarges ? narrowed : wide;
  const rows = Array.from({ length: down.stride }, () => mixed.slice());
  let next = 0;
  return (y, from, end) => {
    const first = down.first[y];
    const past = first + down.count[y];
    for (next = Math.max(next, first); next < past; next++) {
      const kept = rows[next % rows.length];
      const line = enlarges ? wide : kept;
      readRow(next, channels * left, channels * (right - left), line);
      if (enlarges) narrow(line, kept, narrowing);
    }
    const [start, stop, step] = enlarges ? [from, end, width] : [0, mixed.length, mixed.length];
    for (let row = first, w = y * down.stride; row < past; row += 4, w += 4) {
      const four = { rows, row, weights: down.weights, w, more: row > first };
      for (let at = 0; at < mixed.length; at += step) mixFour(mixed, at + start, at + stop, four);
    }
    if (!enlarges) narrow(mixed, narrowed, narrowing);
    return narrowed;
  };
}

/** Where the samples end that taps read. */
const endOf = ({ first, count }: Taps): number => first[first.length - 1] + count[count.length - 1];

/**
 * Four neighbouring rows, those from `row` in a ring, and where their weights stand; with `more`, they are
 * added to what is there.
 */
interface FourRows {
  readonly rows: readonly Float64Array[];
  readonly row: number;
  readonly weights: Float64Array;
  readonly w: number;
  readonly more: boolean;
}

/** Four weighted rows as one line, from one sample to before another. */
function mixFour(
  line: Float64Array,
  from: number,
  end: number,
  { rows, row, weights, w, more }: FourRows,
): void {
  const a = rows[row % rows.length];
  const b = rows[(row + 1) % rows.length];
  const c = rows[(row + 2) % rows.length];
  const d = rows[(row + 3) % rows.length];
  const wa = weights[w];
  const wb = weights[w + 1];
  const wc = weights[w + 2];
  const wd = weights[w + 3];
  if (more) for (let i = from; i < end; i++) line[i] += wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
  else for (let i = from; i < end; i++) line[i] = wa * a[i] + wb * b[i] + wc * c[i] + wd * d[i];
}

interface Narrowing {
  readonly across: Taps;
  /** The sample that a line begins with. */
  readonly left: number;
  readonly gain: number;
  readonly shift: number;
}

/** A line resampled in its own direction. */
function narrowGrey(line: Float64Array, out: Float64Array, { across, left, gain, shift }: Narrowing): void {
  const { first, count, weights, stride } = across;
  for (let x = 0; x < first.length; x++) {
    let sum = 0;
    let i = first[x] - left;
    for (let w = x * stride, end = w + count[x]; w < end; w += 4, i += 4) {
      sum += weights[w] * line[i] + weights[w + 1] * line[i + 1];
      sum += weights[w + 2] * line[i + 2] + weights[w + 3] * line[i + 3];
    }
    out[x] = gain * sum + shift;
  }
}

/** The same for three channels at once, interleaved → one after the other: weights are read once for all. */
function narrowColour(line: Float64Array, out: Float64Array, { across, left, gain, shift }: Narrowing): void {
  const { first, count, weights, stride } = across;
  const width = first.length;
  for (let x = 0; x < width; x++) {
    let red = 0;
    let green = 0;
    let blue = 0;
    let i = 3 * (first[x] - left);
    for (let w = x * stride, end = w + count[x]; w < end; w += 4, i += 12) {
      const wa = weights[w];
      const wb = weights[w + 1];
      const wc = weights[w + 2];
      const wd = weights[w + 3];
      red += wa * line[i] + wb * line[i + 3] + wc * line[i + 6] + wd * line[i + 9];
      green += wa * line[i + 1] + wb * line[i + 4] + wc * line[i + 7] + wd * line[i + 10];
      blue += wa * line[i + 2] + wb * line[i + 5] + wc * line[i + 8] + wd * line[i + 11];
    }
    out[x] = gain * red + shift;
    out[width + x] = gain * green + shift;
    out[2 * width + x] = gain * blue + shift;
  }
}

/** The part of the planes of a tensor that a resize reads; all of it where absent. */
export interface Part {
  readonly across?: Span;
  readonly down?: Span;
}

/**
 * Resizes every plane of `[B, C, H, W]`, or the part of it across and down, to `[B, C, outHeight, outWidth]`.
 */
export function resize(
  x: Tensor,
  outWidth: number,
  outHeight: number,
  kernel: Kernel = 'triangle',
  part: Part = {},
): Tensor {
  const [batch, channels, height, width] = x.dims;
  if (
    outWidth === width &&
    outHeight === height &&
    isWhole(part.across, width) &&
    isWhole(part.down, height)
  ) {
    return x;
  }
  const resampling = resamplingOf(x, outWidth, outHeight, kernel, part);
  const plane = outWidth * outHeight;
  const data = new Float32Array(batch * channels * plane);
  for (let p = 0; p < batch * channels; p++) {
    resampleRows(rowsIn(x.data, width, p * height * width), 1, {
      ...resampling,
      out: data.subarray(p * plane, (p + 1) * plane),
    });
  }
  return { data, dims: [batch, channels, outHeight, outWidth] };
}

/**
 * Makes row `y` of planes, one channel of the row's width after the other. Only the samples from `from` to
 * before `end` of each are made, and the next call overwrites them. Rows are asked for from the top.
 */
export type MakeRow = (y: number, from: number, end: number) => Float32Array;

/** As `resize` of `[1, C, H, W]`, a row at a time: what is large and shown in part is never held. */
export function resizedRows(
  x: Tensor,
  outWidth: number,
  outHeight: number,
  kernel: Kernel = 'triangle',
  part: Part = {},
): MakeRow {
  const [, channels, height, width] = x.dims;
  const resampling = resamplingOf(x, outWidth, outHeight, kernel, part);
  const planes = Array.from({ length: channels }, (_, c) =>
    rowResampler(rowsIn(x.data, width, c * height * width), 1, resampling),
  );
  const row = new Float32Array(channels * outWidth);
  return (y, from, end) => {
    for (const [c, rowOf] of planes.entries()) {
      row.set(rowOf(y, from, end).subarray(from, end), c * outWidth + from);
    }
    return row;
  };
}

const resamplingOf = (
  { dims: [, , height, width] }: Tensor,
  outWidth: number,
  outHeight: number,
  kernel: Kernel,
  { across, down }: Part,
): Resampling => ({
  across: taps(width, across ?? { start: 0, length: width }, outWidth, kernel),
  down: taps(height, down ?? { start: 0, length: height }, outHeight, kernel),
});

const isWhole = (span: Span | undefined, length: number): boolean =>
  span === undefined || (span.start === 0 && span.length === length);
