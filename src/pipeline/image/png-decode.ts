import { inflateSync } from 'node:zlib';
import { orientationOf } from './metadata/orientation.ts';
import { type Picture, type Samples, samplesLike, whiteOf } from './picture.ts';
import { countedPieces } from './pieces.ts';
import { chunksOf, isPng } from './png-chunks.ts';
import { unfilter } from './png-filters.ts';

/** Samples a pixel, by PNG's colour type: grey, RGB, palette, grey with alpha, RGBA. */
const CHANNELS: Readonly<Record<number, number>> = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 };
const RGB = 2;
const PALETTE = 3;

interface Header {
  readonly width: number;
  readonly height: number;
  /** Bits a sample. */
  readonly depth: number;
  readonly type: number;
}

/** A decoded file whose rows are unpacked on demand. */
export interface PngRows {
  readonly width: number;
  readonly height: number;
  /** `count` rows from `first` on, in the numbers of the file. */
  readonly rows: (first: number, count: number) => Pick<Picture, 'rgb' | 'alpha'>;
}

/**
 * Decodes a PNG without libvips, so that the receipt compares with an independent reading of the file: its
 * numbers, without colour conversion. Undefined for what it does not decode: other formats, interlaced,
 * rotated and damaged files.
 */
export function decodePng(bytes: Uint8Array): PngRows | undefined {
  if (!isPng(bytes)) return undefined;
  const chunks = new Map<string, Uint8Array>();
  const packed: Uint8Array[] = [];
  for (const { type, data } of countedPieces(chunksOf(bytes))) {
    if (type === 'IDAT') packed.push(data);
    else chunks.set(type, data);
  }
  const ihdr = Buffer.from(chunks.get('IHDR') ?? []);
  const turned = orientationOf(chunks.get('eXIf') ?? new Uint8Array()) !== 1;
  if (ihdr.length !== 13 || ihdr[12] !== 0 || turned) return undefined;
  const [width, height] = [ihdr.readUInt32BE(0), ihdr.readUInt32BE(4)];
  const header = { width, height, depth: ihdr[8], type: ihdr[9] };
  const bits = CHANNELS[header.type] * header.depth;
  const row = Math.ceil((width * bits) / 8);
  try {
    const length = height * (row + 1);
    // One byte more than there are, so that zlib asks for no second buffer and has nothing to join.
    const packedRows = inflateSync(Buffer.concat(packed), { maxOutputLength: length, chunkSize: length + 1 });
    if (packedRows.length !== length) return undefined;
    unfilter(packedRows, row, Math.max(1, bits / 8));
    const unpacked = (first: number, count: number) => withoutFilters(packedRows, row, first, count);
    const expand = expansionOf(header, chunks);
    return { width, height, rows: (first, count) => expand(unpacked(first, count), count) };
  } catch {
    return undefined;
  }
}

function withoutFilters(packed: Uint8Array, row: number, first: number, count: number): Uint8Array {
  const out = new Uint8Array(count * row);
  for (let y = 0; y < count; y++) {
    const from = (first + y) * (row + 1) + 1;
    out.set(packed.subarray(from, from + row), y * row);
  }
  return out;
}

/** Packed rows of any kind → RGB, and alpha where the file has it. */
function expansionOf(header: Header, chunks: ReadonlyMap<string, Uint8Array>) {
  const { width, type, depth } = header;
  const [palette, transparent] = [chunks.get('PLTE') ?? new Uint8Array(), chunks.get('tRNS')];
  const key = transparent && keyOf(transparent, depth);
  return (packed: Uint8Array, rows: number): Pick<Picture, 'rgb' | 'alpha'> => {
    const samples = samplesOf(header, packed, rows);
    if (type === PALETTE) return fromPalette(samples, palette, transparent);
    if (type === RGB && key === undefined) return { rgb: samples };
    return spread(samples, width * rows, CHANNELS[type], key);
  };
}

/** @param key the one colour that counts as transparent */
function spread(samples: Samples, pixels: number, channels: number, key: readonly number[] | undefined) {
  const rgb = samplesLike(samples, 3 * pixels);
  const [green, blue] = channels < 3 ? [0, 0] : [1, 2];
  for (let from = 0, to = 0; from < samples.length; from += channels, to += 3) {
    rgb[to] = samples[from];
    rgb[to + 1] = samples[from + green];
    rgb[to + 2] = samples[from + blue];
  }
  if (channels % 2 === 1 && key === undefined) return { rgb };
  const alpha = samplesLike(samples, pixels);
  const white = whiteOf(samples);
  for (let p = 0, from = 0; p < pixels; p++, from += channels) {
    if (key === undefined) alpha[p] = samples[from + channels - 1];
    else alpha[p] = key.every((value, c) => samples[from + c] === value) ? 0 : white;
  }
  return { rgb, alpha };
}

/**
 * Samples as numbers of their own, those of less than 8 bits spread over 0…255; of a palette, as they are.
 * `packed` is not used again.
 */
function samplesOf({ width, depth, type }: Header, packed: Uint8Array, rows: number): Samples {
  if (depth === 8) return packed;
  if (depth === 16) {
    // PNG has the high byte first, and every platform that ONNX Runtime is built for the low one.
    Buffer.from(packed.buffer, packed.byteOffset, packed.length).swap16();
    return new Uint16Array(packed.buffer, packed.byteOffset, packed.length / 2);
  }
  const most = 2 ** depth - 1;
  const scale = type === PALETTE ? 1 : 255 / most;
  const row = packed.length / rows;
  const samples = new Uint8Array(width * rows);
  for (let y = 0, i = 0; y < rows; y++) {
    for (let x = 0; x < width; x++, i++) {
      const bit = x * depth;
      samples[i] = scale * ((packed[y * row + (bit >> 3)] >> (8 - depth - (bit & 7))) & most);
    }
  }
  return samples;
}

/** As many numbers as the file has colours, spread as its samples are. */
function keyOf(transparent: Uint8Array, depth: number): number[] {
  const scale = depth < 8 ? 255 / (2 ** depth - 1) : 1;
  return Array.from(
    { length: transparent.length / 2 },
    (_, i) => scale * ((transparent[2 * i] << 8) | transparent[2 * i + 1]),
  );
}

function fromPalette(indices: Samples, palette: Uint8Array, opacities: Uint8Array | undefined) {
  const rgb = new Uint8Array(3 * indices.length);
  for (let p = 0; p < indices.length; p++) {
    for (let c = 0; c < 3; c++) rgb[3 * p + c] = palette[3 * indices[p] + c];
  }
  if (opacities === undefined) return { rgb };
  const alpha = new Uint8Array(indices.length);
  for (let p = 0; p < indices.length; p++) alpha[p] = opacities[indices[p]] ?? 0xff;
  return { rgb, alpha };
}
