import { deflateSync, inflateSync } from 'node:zlib';
import { chunksOf, isPng, makeChunk, type PngChunk } from '../png-chunks.ts';
import { type Conversion, conversionOf } from './conversion.ts';
import { BT709, type Curve, HLG, PQ, power, SRGB } from './curves.ts';
import { readMatrixProfile, rgbOfGrey } from './icc.ts';
import { PRIMARIES, SRGB_PRIMARIES, toD50 } from './primaries.ts';

/** A file's colour space, to be written into the result. */
export interface Colour {
  /** As a PNG's chunks: `iCCP`, `cICP`, `gAMA` and others. */
  readonly chunks: readonly PngChunk[];
  /** To sRGB and back; absent where the numbers are sRGB's. */
  readonly conversion?: Conversion;
}

/** A file's colour space, or its profile where only libvips can convert it. */
export type ReadColour = Colour | { readonly tables: Buffer };

/** Profiles above this are not read: the largest of cameras and printers are smaller. */
const MAX_PROFILE = 4 * 2 ** 20;

/** Chunks of colour spaces; all but profiles have a few bytes. */
const COLOUR_CHUNKS = new Set(['iCCP', 'cICP', 'gAMA', 'cHRM', 'sRGB', 'mDCV', 'cLLI']);
const MAX_CHUNK = 64;

/** By the numbers of ITU-T H.273, table 3. */
const CURVES: Readonly<Record<number, Curve>> = {
  1: BT709,
  4: power(2.2),
  5: power(2.8),
  6: BT709,
  8: power(1),
  13: SRGB,
  14: BT709,
  15: BT709,
  16: PQ,
  18: HLG,
};

/**
 * The colour space of a file; undefined where none is stated, which is sRGB.
 * @param profile the ICC profile as found in any format but PNG, which is read here
 * @param grey whether the file has one channel of colour
 */
export function readColour(
  bytes: Uint8Array,
  profile: Buffer | undefined,
  grey: boolean,
): ReadColour | undefined {
  if (isPng(bytes)) return readPngColour(bytes, grey);
  return profile === undefined ? undefined : ofProfile(profile, grey);
}

/** In the order of PNG's third edition, 4.3: cICP, iCCP, sRGB, then gAMA with cHRM. */
function readPngColour(bytes: Uint8Array, grey: boolean): ReadColour | undefined {
  const found = new Map<string, PngChunk>();
  for (const { type, data } of chunksOf(bytes)) {
    if (type === 'IDAT') break;
    if (!COLOUR_CHUNKS.has(type) || data.length > (type === 'iCCP' ? MAX_PROFILE : MAX_CHUNK)) continue;
    found.set(type, makeChunk(type, data));
  }
  const [cicp, iccp] = [found.get('cICP'), found.get('iCCP')];
  const profile = iccp && inflatedProfile(iccp.data);
  if (iccp !== undefined && profile === undefined) found.delete('iCCP');
  const byNumbers = cicp && ofNumbers(cicp.data);
  const read = profile && ofProfile(profile, grey, iccp);
  // A grey profile is not valid in a file with colours.
  const rest = [...found.values()].filter(({ type }) => type !== 'iCCP');
  if (byNumbers !== undefined) {
    return {
      ...byNumbers,
      chunks: read !== undefined && 'chunks' in read ? [...read.chunks, ...rest] : rest,
    };
  }
  if (read !== undefined && 'tables' in read) return read;
  if (read !== undefined) return { ...read, chunks: [...read.chunks, ...rest] };
  if (found.size === 0) return undefined;
  const { conversion } = found.has('sRGB') ? {} : ofGamma(found.get('gAMA')?.data, found.get('cHRM')?.data);
  return { chunks: [...found.values()], ...(conversion && { conversion }) };
}

/** The profile behind its name and a byte for the method, inflated as far as is allowed. */
function inflatedProfile(data: Uint8Array): Buffer | undefined {
  try {
    return inflateSync(data.subarray(data.indexOf(0) + 2), { maxOutputLength: MAX_PROFILE });
  } catch {
    return undefined;
  }
}

/** @param chunk the profile as the file has it, which is kept where it can be */
function ofProfile(profile: Buffer, grey: boolean, chunk?: PngChunk): ReadColour | undefined {
  if (profile.length > MAX_PROFILE) return undefined;
  const own = grey ? rgbOfGrey(profile) : profile;
  // A grey file's colour space cannot always be expressed in a file with colours: then it is treated as
  // sRGB's.
  if (own === undefined) return undefined;
  const space = readMatrixProfile(own);
  if (space === undefined) return { tables: profile };
  const conversion = conversionOf(space);
  const kept = own === profile ? chunk : undefined;
  return { chunks: [kept ?? profileChunk(own)], ...(conversion && { conversion }) };
}

export const profileChunk = (profile: Buffer): PngChunk =>
  makeChunk('iCCP', Buffer.concat([Buffer.from('icc\0\0', 'latin1'), deflateSync(profile)]));

/** Primaries and curve by number; of RGB, in the whole range. */
function ofNumbers(data: Uint8Array): Pick<Colour, 'conversion'> | undefined {
  const [primaries, curve] = [PRIMARIES[data[0]], CURVES[data[1]]];
  if (primaries === undefined || curve === undefined || data[2] !== 0 || data[3] !== 1) return undefined;
  const conversion = conversionOf({ curves: [curve, curve, curve], matrix: toD50(primaries) });
  return conversion === undefined ? {} : { conversion };
}

/** PNG's exponent, in 100,000ths and inverted, and its chromaticities: white, red, green, blue. */
function ofGamma(gama: Uint8Array | undefined, chrm: Uint8Array | undefined): Pick<Colour, 'conversion'> {
  const number = (data: Uint8Array, i: number) => Buffer.from(data).readUInt32BE(4 * i) / 100_000;
  const encoding = gama?.length === 4 ? number(gama, 0) : 0;
  const pair = (data: Uint8Array, i: number) => [number(data, 2 * i), number(data, 2 * i + 1)] as const;
  const primaries =
    chrm?.length === 32
      ? { white: pair(chrm, 0), red: pair(chrm, 1), green: pair(chrm, 2), blue: pair(chrm, 3) }
      : SRGB_PRIMARIES;
  // 0.45455 is how sRGB is written where there is no sRGB chunk.
  const curve = encoding === 0 || Math.abs(encoding - 0.45455) < 0.001 ? SRGB : power(1 / encoding);
  try {
    const conversion = conversionOf({ curves: [curve, curve, curve], matrix: toD50(primaries) });
    return conversion === undefined ? {} : { conversion };
  } catch {
    return {};
  }
}
