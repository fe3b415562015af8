import { Matrix } from 'ml-matrix';
import { bentPower, type Curve, power, throughPoints } from './curves.ts';
import { SRGB_PRIMARIES, toD50 } from './primaries.ts';

/** An RGB colour space: a curve for each channel, then a matrix to XYZ under D50. */
export interface MatrixSpace {
  readonly curves: readonly [Curve, Curve, Curve];
  readonly matrix: Matrix;
}

const HEADER = 128;
/** Beyond this no profile of curves and a matrix has anything. */
const MOST_TAGS = 100;

/** The colour space of a profile's numbers, as `RGB`, `GRAY` or `CMYK`. */
const spaceOf = (profile: Buffer): string => profile.toString('latin1', 16, 20).trim();

/** A profile of curves and a matrix; undefined for those of lookup tables, and for what is no profile. */
export function readMatrixProfile(profile: Buffer): MatrixSpace | undefined {
  try {
    if (spaceOf(profile) !== 'RGB' || profile.toString('latin1', 20, 24) !== 'XYZ ') return undefined;
    const tags = tagsOf(profile);
    // Perceptual tables are more exact than the matrix beside them; they are left to libvips.
    if (tags.has('A2B0')) return undefined;
    const columns = ['rXYZ', 'gXYZ', 'bXYZ'].map(name => readXyz(must(tags, name)));
    const [red, green, blue] = ['rTRC', 'gTRC', 'bTRC'].map(name => readCurve(must(tags, name)));
    return { curves: [red, green, blue], matrix: new Matrix(columns).transpose() };
  } catch {
    return undefined;
  }
}

/**
 * A grey profile as one for RGB whose channels are equal, so that a grey file's numbers can stay as they are
 * in a file with colours: its own curve for every channel, and sRGB's primaries. Undefined where it has no
 * curve to XYZ.
 */
export function rgbOfGrey(profile: Buffer): Buffer | undefined {
  try {
    if (spaceOf(profile) !== 'GRAY' || profile.toString('latin1', 20, 24) !== 'XYZ ') return undefined;
    const tags = tagsOf(profile);
    const curve = must(tags, 'kTRC');
    readCurve(curve);
    const columns = toD50(SRGB_PRIMARIES).transpose().to2DArray().map(writeXyz);
    const texts = ['desc', 'cprt', 'wtpt'].flatMap(name => {
      const data = tags.get(name);
      return data === undefined ? [] : [[name, data] as const];
    });
    const colours = (['r', 'g', 'b'] as const).flatMap((c, i) => [
      [`${c}XYZ`, columns[i]] as const,
      [`${c}TRC`, curve] as const,
    ]);
    return writeProfile(profile.subarray(0, HEADER), [...texts, ...colours]);
  } catch {
    return undefined;
  }
}

function tagsOf(profile: Buffer): Map<string, Buffer> {
  const count = profile.readUInt32BE(HEADER);
  if (count > MOST_TAGS) throw new Error(`${count} tags`);
  const tags = new Map<string, Buffer>();
  for (let i = 0, at = HEADER + 4; i < count; i++, at += 12) {
    const [start, length] = [profile.readUInt32BE(at + 4), profile.readUInt32BE(at + 8)];
    tags.set(profile.toString('latin1', at, at + 4), profile.subarray(start, start + length));
  }
  return tags;
}

function must(tags: ReadonlyMap<string, Buffer>, name: string): Buffer {
  const tag = tags.get(name);
  if (tag === undefined) throw new Error(`no ${name}`);
  return tag;
}

/** A number of 16 bits before the point and 16 behind it. */
const fixed = (data: Buffer, at: number) => data.readInt32BE(at) / 0x1_0000;

const readXyz = (tag: Buffer): number[] => [8, 12, 16].map(at => fixed(tag, at));

function writeXyz(xyz: readonly number[]): Buffer {
  const tag = Buffer.alloc(20);
  tag.write('XYZ ', 'latin1');
  for (const [i, value] of xyz.entries()) tag.writeInt32BE(Math.round(value * 0x1_0000), 8 + 4 * i);
  return tag;
}

function readCurve(tag: Buffer): Curve {
  const type = tag.toString('latin1', 0, 4);
  if (type === 'curv') return readTable(tag);
  if (type === 'para') return readFormula(tag);
  throw new Error(`a curve of type ${type}`);
}

function readTable(tag: Buffer): Curve {
  const count = tag.readUInt32BE(8);
  if (count === 0) return power(1);
  if (count === 1) return power(tag.readUInt16BE(12) / 0x100);
  if (count > 0x1_0000) throw new Error(`${count} points`);
  return throughPoints(Float64Array.from({ length: count }, (_, i) => tag.readUInt16BE(12 + 2 * i) / 0xffff));
}

/** ICC.1:2022, 10.18: five forms of one formula. */
function readFormula(tag: Buffer): Curve {
  const form = tag.readUInt16BE(8);
  const p = Array.from({ length: [1, 3, 4, 5, 7][form] }, (_, i) => fixed(tag, 12 + 4 * i));
  const [gamma, a, b, c] = p;
  if (form === 0) return power(gamma);
  if (form === 1) return x => (x >= -b / a ? (a * x + b) ** gamma : 0);
  if (form === 2) return x => (x >= -b / a ? (a * x + b) ** gamma + c : c);
  if (form === 3) return bentPower(gamma, a, b, c, p[4]);
  return x => (x >= p[4] ? (a * x + b) ** gamma + p[5] : c * x + p[6]);
}

/** @param header of another profile, of which the space and the size are changed */
function writeProfile(header: Buffer, tags: readonly (readonly [string, Buffer])[]): Buffer {
  const table = Buffer.alloc(4 + 12 * tags.length);
  table.writeUInt32BE(tags.length, 0);
  const parts: Buffer[] = [Buffer.from(header), table];
  let size = HEADER + table.length;
  for (const [i, [name, data]] of tags.entries()) {
    table.write(name, 4 + 12 * i, 'latin1');
    table.writeUInt32BE(size, 8 + 12 * i);
    table.writeUInt32BE(data.length, 12 + 12 * i);
    const padding = Buffer.alloc((4 - (data.length % 4)) % 4);
    parts.push(data, padding);
    size += data.length + padding.length;
  }
  parts[0].writeUInt32BE(size, 0);
  parts[0].write('RGB ', 16, 'latin1');
  // A checksum of the profile that it was is none of this one.
  parts[0].fill(0, 84, 100);
  return Buffer.concat(parts, size);
}
