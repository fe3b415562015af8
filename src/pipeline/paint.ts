import { UserError } from '../errors.ts';
import { chooseBest, type PaintedRegion } from './best-of.ts';
import type { Candidate } from './calibrate/index.ts';
import type { EditHooks, Stage } from './events.ts';
import type { Picture } from './image/picture.ts';
import type { Pack } from './models/pack.ts';
import type { EditOptions } from './options.ts';
import { encodeRegion } from './region/encode.ts';
import { denoiseRegion } from './synthesise.ts';
import type { Tensor } from './tensor.ts';

/** What had to be done again on the CPU because the provider's own output was broken: decoding, or all of it. */
export type Retried = 'decode' | 'edit';

interface PaintHooks extends EditHooks {
  readonly stage: <T>(stage: Stage, work: () => Promise<T>) => Promise<T>;
}

/** Black in −1…1: a decoder that overflowed gives nothing lighter. */
const BLACK = -0.98;

/** Whether decoded windows `[B, 3, H, W]` are numbers throughout, and none of them is black all over. */
export function isSound({ data, dims }: Tensor): boolean {
  if (!data.every(Number.isFinite)) return false;
  const size = data.length / dims[0];
  return Array.from({ length: dims[0] }, (_, i) => data.subarray(i * size, (i + 1) * size)).every(image =>
    image.some(v => v > BLACK),
  );
}

/**
 * Encodes a place, denoises it and decodes the best candidate. Half precision overflows in some decoders and on some GPUs:
 * what comes out broken is decoded again on the CPU, and where that is broken too all is done again there. Throws
 * `UserError('bad-output')` when nothing helps.
 */
export async function paintRegion(
  pack: Pack,
  picture: Picture,
  candidate: Candidate,
  options: EditOptions,
  instance: number,
  { stage, ...hooks }: PaintHooks,
): Promise<PaintedRegion & { readonly retried?: Retried }> {
  const paintOn = async (on: Pack) => {
    const encoded = await stage('encode', () => encodeRegion(on, picture, candidate, options));
    const latents = await stage('denoise', () => denoiseRegion(on, encoded, options, instance, hooks));
    const images = await stage('decode', () => on.decodeLatents(latents));
    return { encoded, latents, images };
  };
  let work = await paintOn(pack);
  let retried: Retried | undefined;
  if (!isSound(work.images) && pack.fallback !== undefined) {
    const safe = await pack.fallback();
    const { latents } = work;
    if (latents.data.every(Number.isFinite)) {
      retried = 'decode';
      work = { ...work, images: await stage('decode', () => safe.decodeLatents(latents)) };
    }
    if (!isSound(work.images)) {
      retried = 'edit';
      work = await paintOn(safe);
    }
  }
  const { encoded, images } = work;
  if (!isSound(images)) {
    throw new UserError(
      'bad-output',
      `The models of ${pack.manifest.name} painted nothing but black or broken pixels: try another pack, or another provider.`,
    );
  }
  const painted = await stage('decode', () => chooseBest(pack, encoded, images, options));
  return { ...painted, ...(retried === undefined ? {} : { retried }) };
}
