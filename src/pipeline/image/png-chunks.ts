import { crc32 } from 'node:zlib';

/** A piece of a PNG file. */
export interface PngChunk {
  /** Four letters, as `IDAT`. */
  readonly type: string;
  readonly data: Uint8Array;
  /** The whole chunk: length, type, data, checksum. */
  readonly whole: Uint8Array;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Length and type before a chunk's data, the checksum behind it. */
const BEFORE = 8;
const AROUND = 12;

export const isPng = (bytes: Uint8Array): boolean => SIGNATURE.equals(bytes.subarray(0, SIGNATURE.length));

/** The chunks of a PNG file in order, up to its end mark; the last one may be cut off. Nothing is copied. */
export function* chunksOf(bytes: Uint8Array): Generator<PngChunk> {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let at = SIGNATURE.length; at + BEFORE <= file.length; ) {
    const length = file.readUInt32BE(at);
    const type = file.toString('latin1', at + 4, at + BEFORE);
    const end = at + AROUND + length;
    yield { type, data: file.subarray(at + BEFORE, end - 4), whole: file.subarray(at, end) };
    if (type === 'IEND') return;
    at = end;
  }
}

export function makeChunk(type: string, data: Uint8Array): PngChunk {
  const whole = Buffer.alloc(AROUND + data.length);
  whole.writeUInt32BE(data.length, 0);
  whole.write(type, 4, 'latin1');
  whole.set(data, BEFORE);
  whole.writeUInt32BE(crc32(whole.subarray(4, BEFORE + data.length)), BEFORE + data.length);
  return { type, data, whole };
}

/** A PNG file with these chunks inserted behind its header, where those of colour spaces belong. */
export function withChunks(png: Uint8Array, chunks: readonly PngChunk[]): Buffer {
  const [header] = chunksOf(png);
  const at = SIGNATURE.length + header.whole.length;
  return Buffer.concat([png.subarray(0, at), ...chunks.map(({ whole }) => whole), png.subarray(at)]);
}

/** A PNG file of these chunks. */
export const pngOf = (chunks: readonly PngChunk[]): Buffer =>
  Buffer.concat([SIGNATURE, ...chunks.map(({ whole }) => whole)]);
