import { inflateSync } from 'node:zlib';
import { countedPieces } from '../pieces.ts';
import { chunksOf, makeChunk, type PngChunk, pngOf } from '../png-chunks.ts';
import { orientationOf, turning } from './orientation.ts';
import { MOST_XMP, ownXmp } from './own-xmp.ts';

/** The picture itself; and its colours and the frames of an animation. */
const SAMPLES = new Set(['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND']);
const MEANING = new Set([
  'iCCP',
  'cICP',
  'gAMA',
  'cHRM',
  'sRGB',
  'mDCV',
  'cLLI',
  'bKGD',
  'sBIT',
  'acTL',
  'fcTL',
  'fdAT',
]);
/** Larger EXIF is not read: JPEG cannot hold more. */
const MAX_EXIF = 0x1_0000;
const XMP = 'XML:com.adobe.xmp';

/** A PNG without metadata; nothing of it is inflated. */
export function stripPng(bytes: Uint8Array): Buffer {
  const kept = countedPieces(chunksOf(bytes)).flatMap(chunk => keptOf(chunk) ?? []);
  return pngOf(kept);
}

/** The first frame's samples and orientation: only what is decoded, and nothing else that could inflate. */
export const samplesOnly = (bytes: Uint8Array): Buffer =>
  pngOf(
    countedPieces(chunksOf(bytes)).flatMap(chunk =>
      SAMPLES.has(chunk.type) ? chunk : (turningOf(chunk) ?? []),
    ),
  );

function keptOf(chunk: PngChunk): PngChunk | undefined {
  const { type } = chunk;
  if (SAMPLES.has(type) || MEANING.has(type)) return chunk;
  if (type === 'eXIf') return turningOf(chunk);
  const xmp = ownXmp(xmpIn(chunk) ?? '');
  return xmp === undefined ? undefined : xmpChunk(xmp);
}

/** XMP as PNG has it: text of any language, not compressed, whose own language and translation are empty. */
export const xmpChunk = (xmp: string): PngChunk => makeChunk('iTXt', Buffer.from(`${XMP}\0\0\0\0\0${xmp}`));

/**
 * A chunk's packet of XMP. libvips writes it as compressed text, which is inflated as far as a packet of ours
 * would go.
 */
function xmpIn({ type, data }: PngChunk): string | undefined {
  const text = Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  if (text.toString('latin1', 0, XMP.length + 1) !== `${XMP}\0`) return undefined;
  if (type === 'iTXt') return text.toString('utf8', XMP.length + 5);
  if (type !== 'zTXt') return undefined;
  try {
    return inflateSync(text.subarray(XMP.length + 2), { maxOutputLength: MOST_XMP }).toString();
  } catch {
    return undefined;
  }
}

function turningOf({ type, data }: PngChunk): PngChunk | undefined {
  const tiff = type === 'eXIf' && data.length <= MAX_EXIF ? turning(orientationOf(data)) : undefined;
  return tiff && makeChunk('eXIf', tiff);
}
