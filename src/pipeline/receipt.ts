import { type Box, type GreyPicture, type Picture, type Samples, whiteOf } from './image/picture.ts';
import { viewOf } from './image/view.ts';
import type { Pack } from './models/pack.ts';
import { asPrompt } from './models/vocabulary.ts';
import { dot } from './numeric.ts';
import type { Retried } from './paint.ts';
import { concat, slice } from './tensor.ts';

/** What the edit did, measured on its result. */
export interface Receipt {
  /** Pixels outside the mask that differ from the source: 0, or something is broken. */
  readonly changedOutside: number;
  /** PSNR outside the mask in dB; 100 stands for identical. */
  readonly psnrOutside: number;
  /** Cosine between the region and the target text, before and after; the mean over instances. */
  readonly clipScoreBefore: number;
  readonly clipScoreAfter: number;
  /** Pixels inside the mask. */
  readonly changedInside: number;
  /** For each instance, from the left: which of `bestOf` candidates was kept, from 1. */
  readonly chosen: readonly number[];
  /** What came out broken and was done again on the CPU, one for each instance of which something did; absent when nothing. */
  readonly retried?: readonly Retried[];
}

/** JSON has no infinity. */
const IDENTICAL_DB = 100;

/** Compares two pictures of one size where the mask is 0. */
export function compareOutside(source: Picture, result: Picture, mask: GreyPicture) {
  const white = whiteOf(source.rgb);
  const [before, after, shown] = [source.rgb, result.rgb, mask.data];
  let [changed, squares, outside] = [0, 0, 0];
  for (let pixel = 0; pixel < shown.length; pixel++) if (shown[pixel] === 0) outside++;
  for (let y = 0; y < mask.height; y++) {
    // Most rows are untouched, and bytes compare faster than numbers.
    if (sameRow(source, result, y)) continue;
    for (let pixel = y * mask.width; pixel < (y + 1) * mask.width; pixel++) {
      if (shown[pixel] > 0) continue;
      const i = pixel * 3;
      const r = before[i] - after[i];
      const g = before[i + 1] - after[i + 1];
      const b = before[i + 2] - after[i + 2];
      const alpha = (source.alpha?.[pixel] ?? 0) - (result.alpha?.[pixel] ?? 0);
      if (r !== 0 || g !== 0 || b !== 0 || alpha !== 0) changed++;
      squares += r * r + g * g + b * b;
    }
  }
  const mse = squares / (3 * Math.max(1, outside));
  const psnr = mse === 0 ? IDENTICAL_DB : Math.min(IDENTICAL_DB, 10 * Math.log10((white * white) / mse));
  return { changedOutside: changed, psnrOutside: psnr, changedInside: shown.length - outside };
}

function sameRow(a: Picture, b: Picture, y: number): boolean {
  const same = (x: Samples, z: Samples, samples: number) =>
    bytesOf(x, y * samples, samples).equals(bytesOf(z, y * samples, samples));
  const sameAlpha = a.alpha === b.alpha || (a.alpha && b.alpha && same(a.alpha, b.alpha, a.width));
  return sameAlpha === true && same(a.rgb, b.rgb, a.width * 3);
}

function bytesOf(samples: Samples, start: number, count: number): Buffer {
  const { BYTES_PER_ELEMENT: size } = samples;
  return Buffer.from(samples.buffer, samples.byteOffset + start * size, count * size);
}

/** The mean cosine between a text and the windows of a picture, in −1…1. */
export async function clipScore(
  pack: Pack,
  picture: Picture,
  windows: readonly Box[],
  words: string,
): Promise<number> {
  const { size } = pack.manifest.components.clipImage.pixels;
  const embeds = await pack.encodeImage(concat(windows.map(window => viewOf(picture, window, size, size))));
  const { textEmbeds } = await pack.encodeText(asPrompt(pack.manifest, words));
  const scores = windows.map((_, i) => dot(slice(embeds, i).data, textEmbeds.data));
  return scores.reduce((a, b) => a + b, 0) / scores.length;
}
