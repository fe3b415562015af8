import sharp from 'sharp';
import { encodePng } from '../../pipeline/image/encode.ts';
import { loadPicture } from '../../pipeline/image/load.ts';
import { withoutMetadata } from '../../pipeline/image/metadata/index.ts';
import { inPlainSrgb } from '../../pipeline/image/render.ts';

export interface Fitted {
  readonly bytes: Buffer;
  /** How the file's name ends. */
  readonly extension: string;
  /** Whether something was lost to make it fit. */
  readonly shrunk: boolean;
}

/** Each try is this much smaller a side. */
const SHRINK = 0.8;
const QUALITY = 90;

/**
 * A picture in at most `maxBytes`, to be posted: as it is where it fits, else as WebP, else smaller and
 * smaller. Its orientation, colour profile and recipe stay; all other metadata is removed (docs/adr/0102).
 */
export async function fitPicture(bytes: Buffer, maxBytes: number): Promise<Fitted> {
  const clean = await withNothingPrivate(bytes);
  const { format = 'png', xmpAsString } = await sharp(clean).metadata();
  if (clean.length <= maxBytes) {
    return { bytes: clean, extension: format === 'jpeg' ? 'jpg' : format, shrunk: false };
  }
  const { width, height, rgb, alpha } = inPlainSrgb(await loadPicture(clean));
  const opaque = sharp(rgb, { raw: { width, height, channels: 3 } });
  const whole =
    alpha === undefined
      ? opaque
      : opaque.joinChannel(Buffer.from(alpha), { raw: { width, height, channels: 1 } });
  const { data, info } = await whole.raw().toBuffer({ resolveWithObject: true });
  const { channels } = info;
  for (let scale = 1; Math.min(width, height) * scale >= 1; scale *= SHRINK) {
    const resized = sharp(data, { raw: { width, height, channels } }).resize({
      width: Math.ceil(width * scale),
      height: Math.ceil(height * scale),
      fit: 'inside',
    });
    const carrying = xmpAsString === undefined ? resized : resized.withXmp(xmpAsString);
    const smaller = await carrying.webp({ quality: QUALITY }).toBuffer();
    if (smaller.length <= maxBytes) return { bytes: smaller, extension: 'webp', shrunk: true };
  }
  throw new Error(`A picture of ${width} × ${height} cannot be made to fit ${maxBytes} bytes.`);
}

/** AVIF spreads its metadata over the file: it becomes a PNG, with its samples and its profile. */
async function withNothingPrivate(bytes: Buffer): Promise<Buffer> {
  return withoutMetadata(bytes) ?? encodePng(await loadPicture(bytes));
}
