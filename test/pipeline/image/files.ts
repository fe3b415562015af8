import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { Picture } from '../../../src/pipeline/image/picture.ts';
import { uniform } from '../../../src/pipeline/math/random.ts';

/** Smooth colours that differ everywhere: what codecs keep well, and no rotation leaves alone. */
export function gradient(width: number, height: number): Picture & { rgb: Uint8Array } {
  const rgb = Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const pixel = Math.floor(i / 3);
    const [x, y] = [(pixel % width) / width, Math.floor(pixel / width) / height];
    return Math.round(255 * [x, y, 1 - (x + y) / 2][i % 3]);
  });
  return { width, height, rgb };
}

/** Independent samples from a seed, 8 or 16 bits each. */
export function noise(length: number, deep: boolean, seed = 5): Uint8Array | Uint16Array {
  const next = uniform(seed);
  const draw = () => Math.floor(next() * (deep ? 0x1_0000 : 0x100));
  return deep ? Uint16Array.from({ length }, draw) : Uint8Array.from({ length }, draw);
}

export const sharpOf = ({ width, height, rgb }: Picture): Sharp =>
  sharp(rgb, { raw: { width, height, channels: 3 } });

/** An animation of which every frame has one colour. */
export async function animation(format: 'gif' | 'webp', colours: readonly string[]): Promise<Buffer> {
  const frames = await Promise.all(
    colours.map(background =>
      sharp({ create: { width: 32, height: 24, channels: 3, background } })
        .png()
        .toBuffer(),
    ),
  );
  const joined = sharp(frames, { join: { animated: true } });
  return format === 'gif' ? joined.gif().toBuffer() : joined.webp({ lossless: true }).toBuffer();
}

/** A valid black PNG, one bit a pixel: about a thousand times smaller than its samples. */
export function blackPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const parts = [chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', Buffer.alloc(0))];
  return Buffer.concat([signature, ...parts]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'ascii'), data]);
  const frame = Buffer.alloc(4);
  frame.writeUInt32BE(data.length);
  const check = Buffer.alloc(4);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([frame, body, check]);
}
