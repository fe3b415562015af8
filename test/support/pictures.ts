import sharp from 'sharp';
import type { Picture } from '../../src/pipeline/image/picture.ts';
import { type Style, sprite } from '../../synthetic-scenes/art.ts';
import { Stage } from '../../synthetic-scenes/stage.ts';
import { rect, svgDocument } from '../../synthetic-scenes/svg.ts';

interface Actor {
  readonly name: string;
  /** Of the longer side, in pixels. */
  readonly size: number;
  /** Centre, as fractions of the picture's sides. */
  readonly at?: readonly [number, number];
  readonly style?: Style;
}

/** An opaque picture with the mask of each thing in it, 0 to 255. */
export interface Staged extends Picture {
  readonly rgb: Uint8Array;
  readonly masks: readonly Uint8Array[];
}

/** Things on a meadow under a plain sky: as easy to find as anything can be. */
export async function meadow(width: number, height: number, ...actors: Actor[]): Promise<Staged> {
  const sky = rect(0, 0, width, height, '#cfe6f5');
  const grass = rect(0, height * 0.65, width, height * 0.35, '#9cc46a');
  const stage = await Stage.set(svgDocument({ width, height }, sky + grass));
  const masks: Uint8Array[] = [];
  for (const { name, size, at = [0.5, 0.5], style = 'noto' } of actors) {
    const drawn = await sprite(name, { style, size });
    const left = Math.round(at[0] * width - drawn.width / 2);
    const top = Math.round(at[1] * height - drawn.height / 2);
    masks.push(stage.draw({ left, top, width: drawn.width, height: drawn.height, sprite: drawn }));
  }
  return { width, height, rgb: stage.image, masks };
}

/** sharp over a picture's samples, ready for any operation and format. */
export const sharpOf = ({ width, height, rgb }: Picture) =>
  sharp(rgb, { raw: { width, height, channels: 3 } });

/** An animation of two frames: the picture, and white. */
export async function animated(picture: Picture, format: 'gif' | 'webp'): Promise<Buffer> {
  const { width, height } = picture;
  const white = sharp({ create: { width, height, channels: 3, background: '#ffffff' } });
  const frames = [await sharpOf(picture).png().toBuffer(), await white.png().toBuffer()];
  const joined = sharp(frames, { join: { animated: true } });
  return format === 'gif' ? joined.gif().toBuffer() : joined.webp({ lossless: true }).toBuffer();
}
