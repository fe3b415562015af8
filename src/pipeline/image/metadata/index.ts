import { stripGif } from './gif.ts';
import { stripJpeg } from './jpeg.ts';
import { stripPng } from './png.ts';
import { stripWebp } from './webp.ts';

/** How files begin, a character a byte, and what takes out of them what they tell. */
const STRIPPERS: readonly (readonly [RegExp, (bytes: Uint8Array) => Buffer])[] = [
  [/^\x89PNG/, stripPng],
  [/^\xff\xd8\xff/, stripJpeg],
  [/^RIFF.{4}WEBP/s, stripWebp],
  [/^GIF8/, stripGif],
];

/**
 * A picture file without what it tells beside its picture: position, camera, names, texts, thumbnails, whatever follows it in the
 * file. Its samples, how it is to be turned, its colour profile, its frames and Inlay's own recipe stay. Nothing is
 * decoded. Undefined for AVIF and for what is not put together as its format wants.
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
