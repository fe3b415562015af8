import '../../pipeline/image/load.ts';
import sharp from 'sharp';

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
 * A picture in at most `maxBytes`: as it is where it fits, else as WebP, else smaller and smaller. The recipe inside it
 * stays. Formats are those that `pipeline/image/load.ts` lets sharp read.
 */
export async function fitPicture(bytes: Buffer, maxBytes: number): Promise<Fitted> {
  const { format = 'png', width, height, xmpAsString } = await sharp(bytes).metadata();
  const asIs = { bytes, extension: format === 'heif' ? 'avif' : format === 'jpeg' ? 'jpg' : format };
  if (bytes.length <= maxBytes) return { ...asIs, shrunk: false };
  for (let scale = 1; Math.min(width, height) * scale >= 1; scale *= SHRINK) {
    const resized = sharp(bytes)
      .autoOrient()
      .resize({ width: Math.ceil(width * scale), height: Math.ceil(height * scale), fit: 'inside' });
    const carrying = xmpAsString === undefined ? resized : resized.withXmp(xmpAsString);
    const smaller = await carrying.webp({ quality: QUALITY }).toBuffer();
    if (smaller.length <= maxBytes) return { bytes: smaller, extension: 'webp', shrunk: true };
  }
  throw new Error(`A picture of ${width} × ${height} cannot be made to fit ${maxBytes} bytes.`);
}
