import sharp from 'sharp';
import { xmpChunk } from './metadata/png.ts';
import { type GreyPicture, type Picture, samplesLike } from './picture.ts';
import { withChunks } from './png-chunks.ts';
import type { Rendering } from './render.ts';

/**
 * PNG bytes of a picture, 8 or 16 bits as it is, with its alpha and colour space; `xmp` is embedded where
 * given.
 */
export async function encodePng(
  { width, height, rgb, alpha, colour }: Picture,
  xmp?: string,
): Promise<Buffer> {
  const channels = alpha === undefined ? 3 : 4;
  const samples = alpha === undefined ? rgb : withAlpha(rgb, alpha);
  const image = sharp(samples, { raw: { width, height, channels } });
  const deep = samples instanceof Uint16Array ? image.toColourspace('rgb16') : image;
  // libvips would write XMP as a compressed text of another kind than PNG's, which few programs read.
  const saying = [...(colour?.chunks ?? []), ...(xmp === undefined ? [] : [xmpChunk(xmp)])];
  return withChunks(await deep.png().toBuffer(), saying);
}

/** PNG bytes of a mask: 8-bit grey. */
export const encodeGreyPng = ({ width, height, data }: GreyPicture): Promise<Buffer> =>
  sharp(data, { raw: { width, height, channels: 1 } })
    .toColourspace('b-w')
    .png()
    .toBuffer();

/** PNG bytes of a picture that people look at. */
export const encodeRendering = ({ width, height, rgb }: Rendering): Promise<Buffer> =>
  sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();

function withAlpha(rgb: Picture['rgb'], alpha: NonNullable<Picture['alpha']>): Picture['rgb'] {
  const samples = samplesLike(rgb, alpha.length * 4);
  for (let pixel = 0, from = 0, to = 0; pixel < alpha.length; pixel++, from += 3, to += 4) {
    samples[to] = rgb[from];
    samples[to + 1] = rgb[from + 1];
    samples[to + 2] = rgb[from + 2];
    samples[to + 3] = alpha[pixel];
  }
  return samples;
}
