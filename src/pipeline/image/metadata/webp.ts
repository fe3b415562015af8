import { countedPieces } from '../pieces.ts';
import { orientationOf, turning } from './orientation.ts';
import { ownXmp } from './own-xmp.ts';

interface Chunk {
  readonly type: string;
  readonly data: Buffer;
}

const KEPT = new Set(['VP8X', 'VP8 ', 'VP8L', 'ALPH', 'ANIM', 'ICCP']);
const FRAME_HEADER = 16;
/** Bits of VP8X for EXIF and XMP. */
const HAS_EXIF = 0x08;
const HAS_XMP = 0x04;

/** A WebP without metadata, in its frames too. Throws where a chunk is cut off. */
export function stripWebp(bytes: Uint8Array): Buffer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const end = Math.min(file.length, 8 + file.readUInt32LE(4));
  const kept = countedPieces(chunksIn(file, 12, end)).flatMap(chunk => keptOf(chunk) ?? []);
  const has = (type: string) => kept.some(chunk => chunk.type === type);
  const flags = (has('EXIF') ? HAS_EXIF : 0) | (has('XMP ') ? HAS_XMP : 0);
  const body = Buffer.concat(
    kept.map(chunk => written(chunk.type === 'VP8X' ? withFlags(chunk, flags) : chunk)),
  );
  const head = Buffer.from('RIFF\0\0\0\0WEBP', 'latin1');
  head.writeUInt32LE(body.length + 4, 4);
  return Buffer.concat([head, body]);
}

function keptOf(chunk: Chunk): Chunk | undefined {
  const { type, data } = chunk;
  if (KEPT.has(type)) return chunk;
  if (type === 'ANMF') {
    const inside = countedPieces(chunksIn(data, FRAME_HEADER, data.length)).filter(part =>
      KEPT.has(part.type),
    );
    return { type, data: Buffer.concat([data.subarray(0, FRAME_HEADER), ...inside.map(written)]) };
  }
  if (type === 'EXIF') {
    // Some programs put JPEG's name for it before the structure.
    const tiff = turning(orientationOf(data.toString('latin1', 0, 4) === 'Exif' ? data.subarray(6) : data));
    return tiff && { type, data: tiff };
  }
  const xmp = type === 'XMP ' ? ownXmp(data.toString()) : undefined;
  return xmp === undefined ? undefined : { type, data: Buffer.from(xmp) };
}

function* chunksIn(file: Buffer, from: number, to: number): Generator<Chunk> {
  for (let at = from; at + 8 <= to; ) {
    const length = file.readUInt32LE(at + 4);
    if (at + 8 + length > to) throw new Error('a chunk is cut off');
    yield { type: file.toString('latin1', at, at + 4), data: file.subarray(at + 8, at + 8 + length) };
    at += 8 + length + (length % 2);
  }
}

function withFlags({ type, data }: Chunk, flags: number): Chunk {
  const changed = Buffer.from(data);
  changed[0] = (changed[0] & ~(HAS_EXIF | HAS_XMP)) | flags;
  return { type, data: changed };
}

function written({ type, data }: Chunk): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 0, 'latin1');
  head.writeUInt32LE(data.length, 4);
  return Buffer.concat([head, data, Buffer.alloc(data.length % 2)]);
}
