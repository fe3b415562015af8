import { inverse } from 'ml-matrix';
import { type Curve, inverseOf, SRGB } from './curves.ts';
import type { MatrixSpace } from './icc.ts';
import { SRGB_PRIMARIES, toD50 } from './primaries.ts';

/**
 * Conversion between a file's colour space and sRGB. Colours outside the other gamut are clipped, each
 * channel by itself.
 */
export interface Conversion {
  /**
   * `count` interleaved samples of the file from `from` on, as sRGB in the same 0…`white`, to the start of
   * `line`.
   */
  readonly toSrgb: (
    samples: Uint8Array | Uint16Array,
    from: number,
    count: number,
    line: Float64Array,
  ) => void;
  /** One sRGB colour in 0…1 as the file's numbers in 0…1, in place. */
  readonly fromSrgb: (colour: Float64Array) => void;
}

/** Smaller differences are rounding in a profile of sRGB. */
const SAME = 1 / 255;

/**
 * sRGB's sample for light in steps of 16 bits: nearest is good to a twentieth of a level of 8 bits, and
 * quick.
 */
const TONES = Float32Array.from({ length: 0x1_0000 }, (_, i) => toSample(i / 0xffff));
const STEPS = TONES.length - 1;

function toSample(light: number): number {
  return light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
}

const clip = (x: number) => Math.min(1, Math.max(0, x));

/** Conversions of one colour space; undefined where its numbers are those of sRGB. */
export function conversionOf({ curves, matrix }: MatrixSpace): Conversion | undefined {
  const srgb = toD50(SRGB_PRIMARIES);
  const there = inverse(srgb).mmul(matrix).to1DArray();
  const back = inverse(matrix).mmul(srgb).to1DArray();
  if (![...there, ...back].every(Number.isFinite)) return undefined;
  const tones = curves.map(inverseOf);
  const conversion = {
    toSrgb: toSrgbBy(curves, there),
    fromSrgb: (colour: Float64Array) => {
      const [r, g, b] = [SRGB(clip(colour[0])), SRGB(clip(colour[1])), SRGB(clip(colour[2]))];
      for (let c = 0; c < 3; c++) {
        colour[c] = tones[c](clip(back[3 * c] * r + back[3 * c + 1] * g + back[3 * c + 2] * b));
      }
    },
  };
  return isIdentity(conversion) ? undefined : conversion;
}

function toSrgbBy(curves: readonly Curve[], m: readonly number[]): Conversion['toSrgb'] {
  // One table for each depth, made when a picture of that depth is first read.
  const tables = new Map<number, Float32Array[]>();
  const tablesFor = (white: number) => {
    const made = tables.get(white) ?? curves.map(curve => tableOf(curve, white));
    tables.set(white, made);
    return made;
  };
  return (samples, from, count, line) => {
    const white = samples instanceof Uint16Array ? 0xffff : 0xff;
    const [red, green, blue] = tablesFor(white);
    for (let i = 0, at = from; i < count; i += 3, at += 3) {
      const r = red[samples[at]];
      const g = green[samples[at + 1]];
      const b = blue[samples[at + 2]];
      line[i] = white * TONES[(STEPS * clip(m[0] * r + m[1] * g + m[2] * b) + 0.5) | 0];
      line[i + 1] = white * TONES[(STEPS * clip(m[3] * r + m[4] * g + m[5] * b) + 0.5) | 0];
      line[i + 2] = white * TONES[(STEPS * clip(m[6] * r + m[7] * g + m[8] * b) + 0.5) | 0];
    }
  };
}

const tableOf = (curve: Curve, white: number): Float32Array =>
  Float32Array.from({ length: white + 1 }, (_, i) => curve(i / white));

/** Whether greys, primaries and what is between them stay within a level of 8 bits. */
function isIdentity({ toSrgb }: Conversion): boolean {
  const levels = [0, 32, 64, 128, 192, 255];
  const samples = Uint8Array.from(levels.flatMap(r => levels.flatMap(g => levels.flatMap(b => [r, g, b]))));
  const line = new Float64Array(samples.length);
  toSrgb(samples, 0, samples.length, line);
  return line.every((value, i) => Math.abs(value - samples[i]) <= 255 * SAME);
}
