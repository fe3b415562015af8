import { countedPieces } from '../pieces.ts';
import { orientationOf, turning } from './orientation.ts';
import { ownXmp } from './own-xmp.ts';

const SOI = 0xd8;
const EOI = 0xd9;
const SOS = 0xda;
const APP0 = 0xe0;
const APP1 = 0xe1;
const APP2 = 0xe2;
const APP14 = 0xee;
const COMMENT = 0xfe;

const JFIF = 'JFIF\0';
const EXIF = 'Exif\0\0';
const XMP = 'http://ns.adobe.com/xap/1.0/\0';

/** A marker with the bytes that belong to it. */
interface Segment {
  readonly marker: number;
  /** The payload behind the marker and its length. */
  readonly body: Buffer;
  /** From the marker to where the next one begins; of a scan, with its entropy-coded data. */
  readonly whole: Buffer;
}

/**
 * A JPEG without metadata, and without what follows it in the file: other pictures, films. Throws where the
 * file is not made of segments.
 */
export function stripJpeg(bytes: Uint8Array): Buffer {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const kept = countedPieces(segmentsOf(file)).flatMap(segment => keptOf(segment) ?? []);
  return Buffer.concat([Buffer.of(0xff, SOI), ...kept]);
}

function keptOf(segment: Segment): Buffer | undefined {
  const { marker, body, whole } = segment;
  const begins = (name: string) => body.toString('latin1', 0, name.length) === name;
  const isApplication = marker >= APP0 && marker <= 0xef;
  if (!isApplication && marker !== COMMENT) return whole;
  // Version and density, without the thumbnail that may follow.
  if (marker === APP0 && begins(JFIF))
    return segmentOf(APP0, Buffer.concat([body.subarray(0, 12), Buffer.alloc(2)]));
  if (marker === APP2 && begins('ICC_PROFILE\0')) return whole;
  if (marker === APP14 && begins('Adobe')) return whole;
  if (marker !== APP1) return undefined;
  if (begins(EXIF)) {
    const tiff = turning(orientationOf(body.subarray(EXIF.length)));
    return tiff && segmentOf(APP1, Buffer.concat([Buffer.from(EXIF, 'latin1'), tiff]));
  }
  const xmp = begins(XMP) ? ownXmp(body.toString('utf8', XMP.length)) : undefined;
  return xmp === undefined ? undefined : segmentOf(APP1, Buffer.from(XMP + xmp));
}

function* segmentsOf(file: Buffer): Generator<Segment> {
  for (let at = 2; at < file.length; ) {
    if (file[at] !== 0xff) throw new Error(`no marker at ${at}`);
    // Any number of fill bytes may precede a marker.
    while (file[at + 1] === 0xff) at++;
    const marker = file[at + 1];
    if (marker === EOI) {
      yield { marker, body: file.subarray(at, at), whole: file.subarray(at, at + 2) };
      return;
    }
    if (at + 4 > file.length) throw new Error('a segment is cut off');
    const end = at + 2 + file.readUInt16BE(at + 2);
    if (end > file.length) throw new Error('a segment is cut off');
    const next = marker === SOS ? endOfScan(file, end) : end;
    yield { marker, body: file.subarray(at + 4, end), whole: file.subarray(at, next) };
    at = next;
  }
}

/**
 * Where the next marker begins that is no part of a scan: in it a 0xff is followed by 0, or by a restart
 * mark.
 */
function endOfScan(file: Buffer, from: number): number {
  for (let at = file.indexOf(0xff, from); at !== -1; at = file.indexOf(0xff, at + 1)) {
    const next = file[at + 1];
    if (next !== undefined && next !== 0 && next !== 0xff && (next < 0xd0 || next > 0xd7)) return at;
  }
  return file.length;
}

function segmentOf(marker: number, body: Buffer): Buffer {
  const head = Buffer.of(0xff, marker, 0, 0);
  head.writeUInt16BE(body.length + 2, 2);
  return Buffer.concat([head, body]);
}

const END = Buffer.of(0xff, EOI);

/**
 * A JPEG that ends in the middle, with an end mark; undefined for one that has its own, and for other files.
 */
export function withEnd(jpeg: Buffer): Buffer | undefined {
  if (jpeg[0] !== 0xff || jpeg[1] !== SOI || jpeg.subarray(-2).equals(END)) return undefined;
  return Buffer.concat([jpeg, END]);
}
