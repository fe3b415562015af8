import { countedPieces } from '../pieces.ts';

const EXTENSION = 0x21;
const IMAGE = 0x2c;
const TRAILER = 0x3b;
const CONTROL = 0xf9;
const APPLICATION = 0xff;
/** Application extensions that state how often an animation repeats. */
const LOOPS = new Set(['NETSCAPE2.0', 'ANIMEXTS1.0']);

/**
 * A GIF without comments, texts and what applications put into it (XMP among it). Throws where it is cut off.
 */
export function stripGif(bytes: Uint8Array): Buffer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = 13 + tableBytes(file[10]);
  const kept = countedPieces(blocksOf(file, start)).filter(({ keep }) => keep);
  const blocks = kept.map(({ at, end }) => file.subarray(at, end));
  return Buffer.concat([file.subarray(0, start), ...blocks, Buffer.of(TRAILER)]);
}

function* blocksOf(file: Buffer, start: number) {
  for (let at = start; file[at] !== TRAILER; ) {
    const { end, keep } = blockAt(file, at);
    yield { at, end, keep };
    at = end;
  }
}

/** Bytes of the colour table by a packed byte of flags. */
const tableBytes = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);

function blockAt(file: Buffer, at: number): { end: number; keep: boolean } {
  if (file[at] === IMAGE) {
    return { end: endOfParts(file, at + 10 + tableBytes(file[at + 9]) + 1), keep: true };
  }
  if (file[at] !== EXTENSION) throw new Error(`no block at ${at}`);
  const label = file[at + 1];
  const loops = label === APPLICATION && LOOPS.has(file.toString('latin1', at + 3, at + 14));
  return { end: endOfParts(file, at + 2), keep: label === CONTROL || loops };
}

/** Data comes in parts of up to 255 bytes, each behind its length; one of none is the last. */
function endOfParts(file: Buffer, from: number): number {
  let at = from;
  while (at < file.length && file[at] !== 0) at += 1 + file[at];
  if (at >= file.length) throw new Error('a block is cut off');
  return at + 1;
}
