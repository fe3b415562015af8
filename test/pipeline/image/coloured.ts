import { encode as encodeByOther } from 'fast-png';
import sharp from 'sharp';
import { profileChunk } from '../../../src/pipeline/image/colour/read.ts';
import type { Samples } from '../../../src/pipeline/image/picture.ts';
import { makeChunk, type PngChunk, withChunks } from '../../../src/pipeline/image/png-chunks.ts';

/** A profile as sharp brings it. */
export async function profileOf(name: 'p3' | 'srgb'): Promise<Buffer> {
  const dot = sharp({ create: { width: 1, height: 1, channels: 3, background: '#f00' } });
  const { icc } = await sharp(await dot.withIccProfile(name).png().toBuffer()).metadata();
  if (icc === undefined) throw new Error(`sharp has no profile ${name}`);
  return icc;
}

/** A PNG of these very samples with chunks that say what they mean, written without libvips. */
export function colouredPng(
  { width, height, data, channels = 3 }: { width: number; height: number; data: Samples; channels?: number },
  chunks: readonly PngChunk[],
): Buffer {
  const depth = data instanceof Uint16Array ? 16 : 8;
  return withChunks(encodeByOther({ width, height, data, channels, depth }), chunks);
}

export const iccp = async (name: 'p3' | 'srgb') => profileChunk(await profileOf(name));
/** Display P3 in the numbers of H.273. */
export const CICP_P3 = makeChunk('cICP', Uint8Array.of(12, 13, 0, 1));
/** Light itself: an exponent of 1. */
export const GAMA_LINEAR = makeChunk('gAMA', Uint8Array.of(0, 1, 0x86, 0xa0));

/** A grey profile of one exponent. */
export function greyProfile(gamma: number): Buffer {
  const curve = Buffer.alloc(16);
  curve.write('curv', 0, 'latin1');
  curve.writeUInt32BE(1, 8);
  curve.writeUInt16BE(Math.round(gamma * 256), 12);
  const profile = Buffer.alloc(128 + 4 + 12 + curve.length);
  profile.writeUInt32BE(profile.length, 0);
  profile.write('lcms\x02\x40\0\0mntrGRAYXYZ ', 4, 'latin1');
  profile.write('acsp', 36, 'latin1');
  for (const [i, xyz] of [0xf6d6, 0x1_0000, 0xd32d].entries()) profile.writeUInt32BE(xyz, 68 + 4 * i);
  profile.writeUInt32BE(1, 128);
  profile.write('kTRC', 132, 'latin1');
  profile.writeUInt32BE(144, 136);
  profile.writeUInt32BE(curve.length, 140);
  curve.copy(profile, 144);
  return profile;
}
