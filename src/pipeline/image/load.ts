import sharp, { type Metadata } from 'sharp';
import { UserError } from '../../errors.ts';
import { profileChunk, readColour } from './colour/read.ts';
import { encodePng } from './encode.ts';
import { isHeic } from './heic.ts';
import { withoutMetadata } from './metadata/index.ts';
import { withEnd } from './metadata/jpeg.ts';
import { samplesOnly } from './metadata/png.ts';
import { type Picture, type Samples, samplesLike } from './picture.ts';
import { isPng, withChunks } from './png-chunks.ts';

/** Larger pictures are refused before they are decoded. */
const MAX_PIXELS = 40_000_000;
/** Smaller ones have nothing to find. */
const MIN_SIDE = 16;
/**
 * Longer ones take more than the tiles of one coarse pass (`localise/tiles.ts`), or tiles that are too small
 * to detect anything in.
 */
const MAX_RATIO = 32;

// libvips reads dozens of formats, SVG and PDF among them: only these five may ever be decoded.
sharp.block({ operation: ['VipsForeignLoad'] });
sharp.unblock({
  operation: [
    'VipsForeignLoadPng',
    'VipsForeignLoadJpeg',
    'VipsForeignLoadWebp',
    'VipsForeignLoadNsgif',
    'VipsForeignLoadHeif',
  ],
});

/**
 * Decodes PNG, JPEG, WebP, GIF or AVIF bytes into an upright picture in the file's own numbers; of an
 * animation, the first frame. 16-bit files stay 16-bit. Only where nobody but libvips understands the colours
 * (CMYK, profiles made of tables) does it come out as sRGB of 8 bits. Throws `UserError('bad-image')` for
 * anything else, for truncated files and for pictures above 40 megapixels.
 */
export async function loadPicture(bytes: Uint8Array): Promise<Picture> {
  // libvips is not given what is not needed: it would inflate the texts of a PNG before anybody asks for them
  // (docs/adr/0102).
  const needed = neededOf(bytes);
  const ended = withEnd(needed);
  const file = ended ?? needed;
  const { space, channels, depth, icc } = await readMetadata(file);
  try {
    if (space === 'cmyk') return await decode(file, { managed: true });
    const colour = readColour(bytes, icc, channels <= 2);
    if (colour !== undefined && 'tables' in colour) {
      return await decode(await inEightBits(file, colour.tables), { managed: true });
    }
    // Where the end mark alone is missing, libjpeg has nothing to complain of; where more is, it does.
    const failOn = ended === undefined ? 'error' : 'warning';
    return { ...(await decode(file, { deep: depth === 'ushort', failOn })), ...(colour && { colour }) };
  } catch (cause) {
    throw damaged(cause);
  }
}

/** How files of the five formats begin, a character a byte. */
const SIGNATURE = /^(\x89PNG|\xff\xd8\xff|GIF8|RIFF.{4}WEBP|.{4}ftyp(avi[fs]|mif1))/s;

const damaged = (cause: unknown) =>
  new UserError('bad-image', 'The picture is damaged or cut off: save it again and retry.', { cause });

async function readMetadata(bytes: Uint8Array): Promise<Metadata> {
  if (isHeic(bytes)) {
    throw new UserError(
      'bad-image',
      'That is a HEIC picture, whatever its name says: save it as JPEG or PNG.',
    );
  }
  let metadata: Metadata;
  try {
    metadata = await sharp(bytes, { limitInputPixels: false }).metadata();
  } catch (cause) {
    if (SIGNATURE.test(Buffer.from(bytes.subarray(0, 12)).toString('latin1'))) throw damaged(cause);
    throw new UserError(
      'bad-image',
      'That is not a picture Inlay can read: use PNG, JPEG, WebP, GIF or AVIF.',
      {
        cause,
      },
    );
  }
  const { width, height } = metadata;
  if (width * height > MAX_PIXELS) {
    const size = Math.ceil((width * height) / 1e6);
    throw new UserError(
      'bad-image',
      `The picture has ${size} megapixels, more than the ${MAX_PIXELS / 1e6} allowed.`,
    );
  }
  if (Math.min(width, height) < MIN_SIDE) {
    throw new UserError(
      'bad-image',
      `The picture is ${width} × ${height} pixels: too small to find anything in.`,
    );
  }
  if (Math.max(width, height) > MAX_RATIO * Math.min(width, height)) {
    throw new UserError(
      'bad-image',
      `The picture is ${width} × ${height} pixels: too thin, as one side may be ${MAX_RATIO} times the other at most.`,
    );
  }
  return metadata;
}

/** The part of a file that libvips is given. */
function neededOf(bytes: Uint8Array): Buffer {
  if (!isPng(bytes)) return withoutMetadata(bytes) ?? Buffer.from(bytes);
  try {
    return samplesOnly(bytes);
  } catch (cause) {
    throw damaged(cause);
  }
}

interface Decoding {
  /** 16 bits a sample. */
  readonly deep?: boolean;
  /** Whether libvips is to turn the file's colours into sRGB. */
  readonly managed?: boolean;
  readonly failOn?: 'error' | 'warning';
}

async function decode(
  bytes: Uint8Array,
  { deep = false, managed = false, failOn = 'error' }: Decoding,
): Promise<Picture> {
  const { data, info } = await sharp(bytes, {
    limitInputPixels: MAX_PIXELS,
    failOn,
    ignoreIcc: !managed,
  })
    .autoOrient()
    .toColourspace(deep ? 'rgb16' : 'srgb')
    .raw({ depth: deep ? 'ushort' : 'uchar' })
    .toBuffer({ resolveWithObject: true });
  // Plain arrays, not Buffers: `slice` of a Buffer shares its memory.
  const samples = deep
    ? new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)
    : new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const size = { width: info.width, height: info.height };
  return { ...size, ...splitAlpha(samples, info.channels), ...(managed && { converted: true as const }) };
}

/** The picture with its profile as a PNG of 8 bits: of 16 bits sharp makes Display P3, and calls it sRGB. */
async function inEightBits(bytes: Uint8Array, icc: Buffer): Promise<Buffer> {
  const png = await encodePng(await decode(bytes, {}));
  return withChunks(png, [profileChunk(icc)]);
}

/** Interleaved samples of 1 to 4 channels → RGB, and alpha where there is one. */
function splitAlpha(samples: Samples, channels: number): Pick<Picture, 'rgb' | 'alpha'> {
  if (channels === 3) return { rgb: samples };
  const pixels = samples.length / channels;
  const [green, blue] = channels <= 2 ? [0, 0] : [1, 2];
  const rgb = samplesLike(samples, pixels * 3);
  for (let from = 0, to = 0; from < samples.length; from += channels, to += 3) {
    rgb[to] = samples[from];
    rgb[to + 1] = samples[from + green];
    rgb[to + 2] = samples[from + blue];
  }
  if (channels === 1) return { rgb };
  const alpha = samplesLike(samples, pixels);
  for (let p = 0, from = channels - 1; p < pixels; p++, from += channels) alpha[p] = samples[from];
  return { rgb, alpha };
}
