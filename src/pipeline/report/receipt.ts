import { type Box, type GreyPicture, type Picture, type Samples, whiteOf } from '../image/picture.ts';
import { decodePng } from '../image/png-decode.ts';
import { coarseViewOf } from '../image/pyramid.ts';
import type { Covered } from '../layers/covered.ts';
import { dot } from '../math/numeric.ts';
import { concat, slice } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { asPrompt } from '../models/vocabulary.ts';
import type { Retried } from '../sampling/paint.ts';

/** What the edit did, measured on its result. */
export interface Receipt {
  /** Pixels outside the mask that differ from the source: 0, or something is broken. */
  readonly changedOutside: number;
  /** PSNR outside the mask in dB; 100 stands for identical. */
  readonly psnrOutside: number;
  /** Cosine between the region and the target text, before and after; the mean over instances. */
  readonly clipScoreBefore: number;
  readonly clipScoreAfter: number;
  /** Pixels inside the mask, and the part of the picture that they are, 0…1. */
  readonly changedInside: number;
  readonly changedPart: number;
  /**
   * Whether the source was decoded anew for this, by other code than the edit's; other formats than PNG are
   * not.
   */
  readonly comparedWith: 'file' | 'reading';
  /** Other objects that new ones cover in part; absent when the pack has no foreground model. */
  readonly covers?: readonly Covered[];
  /**
   * For each instance, from the left: which of `bestOf` candidates, or of the pack's `drawings` of the words,
   * was kept, from 1.
   */
  readonly chosen: readonly number[];
  /** How many drawings the pack has of the words; absent where they are not counted. */
  readonly drawings?: number;
  /**
   * What was repeated on the CPU because its output was broken, one for each such instance; absent when
   * nothing was.
   */
  readonly retried?: readonly Retried[];
}

/** JSON has no infinity. */
const IDENTICAL_DB = 100;

/** How two pictures differ where the mask is 0. */
interface Tally {
  readonly changed: number;
  readonly squares: number;
  readonly inside: number;
}

type Outside = Pick<Receipt, 'changedOutside' | 'psnrOutside' | 'changedInside' | 'changedPart'>;

/** Rows that are compared at a time. */
const STRIP = 64;

/**
 * Compares a result with the file that it was made of, where the mask is 0. A PNG is decoded for this by
 * other code than the edit's (`decodePng`); for other formats `source` is compared.
 */
export function compareWithFile(
  bytes: Uint8Array,
  source: Picture,
  result: Picture,
  mask: GreyPicture,
): Outside & Pick<Receipt, 'comparedWith'> {
  const file = source.converted ? undefined : decodePng(bytes);
  if (file === undefined) return { ...compareOutside(source, result, mask), comparedWith: 'reading' };
  const { width, height } = mask;
  if (file.width !== width || file.height !== height) throw new Error('The decoders differ over a size.');
  const tallies: Tally[] = [];
  for (let y = 0; y < height; y += STRIP) {
    const rows = Math.min(STRIP, height - y);
    const size = { width, height: rows };
    const part = (samples: Samples, perPixel: number) =>
      samples.subarray(y * width * perPixel, (y + rows) * width * perPixel);
    const { rgb, alpha } = result;
    const shown = { ...size, rgb: part(rgb, 3), ...(alpha && { alpha: part(alpha, 1) }) };
    tallies.push(
      tallyOutside(
        { ...size, ...file.rows(y, rows) },
        shown,
        mask.data.subarray(y * width, (y + rows) * width),
      ),
    );
  }
  return { ...figuresOf(tallies, mask, whiteOf(result.rgb)), comparedWith: 'file' };
}

/** Compares two pictures of one size where the mask is 0. */
export const compareOutside = (source: Picture, result: Picture, mask: GreyPicture): Outside =>
  figuresOf([tallyOutside(source, result, mask.data)], mask, whiteOf(source.rgb));

function tallyOutside(source: Picture, result: Picture, shown: Uint8Array): Tally {
  const { width } = source;
  const isSame = sameStretches(source, result);
  const tally = { changed: 0, squares: 0, inside: 0 };
  for (let start = 0; start < shown.length; start += width) {
    // What the mask leaves alone comes in stretches, which compare faster as bytes.
    for (let pixel = start, end = start + width; pixel < end; ) {
      const edge = endOfStretch(shown, pixel, end);
      if (shown[pixel] > 0) tally.inside += edge - pixel;
      else if (!isSame(pixel, edge)) count(tally, source, result, pixel, edge);
      pixel = edge;
    }
  }
  return tally;
}

function figuresOf(tallies: readonly Tally[], { data }: GreyPicture, white: number): Outside {
  const sum = (key: keyof Tally) => tallies.reduce((total, tally) => total + tally[key], 0);
  const inside = sum('inside');
  const mse = sum('squares') / (3 * Math.max(1, data.length - inside));
  const psnr = mse === 0 ? IDENTICAL_DB : Math.min(IDENTICAL_DB, 10 * Math.log10((white * white) / mse));
  return {
    changedOutside: sum('changed'),
    psnrOutside: psnr,
    changedInside: inside,
    changedPart: inside / data.length,
  };
}

/** Up to where, at most `end`, the mask stays 0, or stays above 0, as it is at `start`. */
function endOfStretch(mask: Uint8Array, start: number, end: number): number {
  let i = start + 1;
  if (mask[start] === 0) while (i < end && mask[i] === 0) i++;
  else while (i < end && mask[i] > 0) i++;
  return i;
}

/** Adds up how two pictures differ in the pixels from one to before another. */
function count(
  tally: { changed: number; squares: number },
  a: Picture,
  b: Picture,
  from: number,
  to: number,
): void {
  for (let pixel = from; pixel < to; pixel++) {
    const square = squaredDifference(a.rgb, b.rgb, pixel);
    tally.squares += square;
    if (square > 0 || a.alpha?.[pixel] !== b.alpha?.[pixel]) tally.changed++;
  }
}

function squaredDifference(a: Samples, b: Samples, pixel: number): number {
  const i = 3 * pixel;
  const red = a[i] - b[i];
  const green = a[i + 1] - b[i + 1];
  const blue = a[i + 2] - b[i + 2];
  return red * red + green * green + blue * blue;
}

/** Whether the pixels from one to before another are the same in two pictures. */
function sameStretches(a: Picture, b: Picture): (from: number, to: number) => boolean {
  const sameRgb = sameSamples(a.rgb, b.rgb, 3);
  if (a.alpha === b.alpha) return sameRgb;
  if (a.alpha === undefined || b.alpha === undefined) return () => false;
  const sameAlpha = sameSamples(a.alpha, b.alpha, 1);
  return (from, to) => sameRgb(from, to) && sameAlpha(from, to);
}

function sameSamples(a: Samples, b: Samples, perPixel: number): (from: number, to: number) => boolean {
  if (a.BYTES_PER_ELEMENT !== b.BYTES_PER_ELEMENT) return () => false;
  const [one, other] = [bytesOf(a), bytesOf(b)];
  const bytes = perPixel * a.BYTES_PER_ELEMENT;
  return (from, to) => one.compare(other, from * bytes, to * bytes, from * bytes, to * bytes) === 0;
}

const bytesOf = ({ buffer, byteOffset, byteLength }: Samples): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** The mean cosine between a text and the windows of a picture, in −1…1. */
export async function clipScore(
  pack: Pack,
  picture: Picture,
  windows: readonly Box[],
  words: string,
): Promise<number> {
  const { size } = pack.manifest.components.clipImage.pixels;
  const views = windows.map(window => coarseViewOf(picture, window, size, size));
  const embeds = await pack.encodeImage(concat(views));
  const { textEmbeds } = await pack.encodeText(asPrompt(pack.manifest, words));
  const scores = windows.map((_, i) => dot(slice(embeds, i).data, textEmbeds.data));
  return scores.reduce((a, b) => a + b, 0) / scores.length;
}
