import { stripGif } from './gif.ts';
import { stripJpeg } from './jpeg.ts';
import { stripPng } from './png.ts';
import { stripWebp } from './webp.ts';

/** File signatures, a character a byte, and the function that strips each format's metadata. */
const STRIPPERS: readonly (readonly [RegExp, (bytes: Uint8Array) => Buffer])[] = [
  [/^\x89PNG/, stripPng],
  [/^\xff\xd8\xff/, stripJpeg],
  [/^RIFF.{4}WEBP/s, stripWebp],
  [/^GIF8/, stripGif],
];

/**
 * A picture file without its metadata: position, camera, names, texts, thumbnails, whatever follows it in the
 * file. Its samples, orientation, colour profile, frames and Inlay's own recipe stay. Nothing is decoded.
 * Undefined for AVIF and for malformed files.
 */
export function withoutMetadata(bytes: Uint8Array): Buffer | undefined {
  const start = Buffer.from(bytes.subarray(0, 12)).toString('latin1');
  const [, strip] = STRIPPERS.find(([signature]) => signature.test(start)) ?? [];
  try {
    return strip?.(bytes);
  } catch {
    return undefined;
  }
}
