import sharp from 'sharp';
import { xmpChunk } from './metadata/png.ts';
import type { GreyPicture, Picture } from './picture.ts';
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
  const size = { width, height };
  const opaque = sharp(rgb, { raw: { ...size, channels: 3 } });
  // libvips joins the two as it writes: interleaved, they would be held once more.
  const image =
    alpha === undefined
      ? opaque
      : // Typed arrays will do, which its types do not say: that these are of 16 bits is seen by their class.
        opaque.joinChannel(alpha as Uint8Array as Buffer, { raw: { ...size, channels: 1 } });
  const deep = rgb instanceof Uint16Array ? image.toColourspace('rgb16') : image;
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
