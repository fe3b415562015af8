import { UserError } from '../../errors.ts';
import type { GuidanceMeter } from '../guidance/gradient.ts';
import type { Picture } from '../image/picture.ts';
import type { Candidate } from '../localise/index.ts';
import type { Tensor } from '../math/tensor.ts';
import type { Manifest } from '../models/manifest.ts';
import type { Pack } from '../models/pack.ts';
import type { EditOptions } from '../options.ts';
import type { EditHooks, Stage } from '../progress/events.ts';
import { encodeRegion } from '../region/encode.ts';
import { chooseBest, type PaintedRegion } from './best-of.ts';
import { denoiseRegion } from './denoise-region.ts';

/** What was repeated on the CPU because the provider's output was broken: decoding, or the whole edit. */
export type Retried = 'decode' | 'edit';

interface PaintHooks extends EditHooks {
  readonly stage: <T>(stage: Stage, work: () => Promise<T>) => Promise<T>;
  /** What guiding by gradients costs is added to this. */
  readonly meter: GuidanceMeter;
}

/** Black in −1…1: a decoder that overflowed outputs nothing lighter. */
const BLACK = -0.98;

/** Whether decoded windows `[B, 3, H, W]` are finite throughout, and none of them is black all over. */
export function isSound({ data, dims }: Tensor): boolean {
  const size = data.length / dims[0];
  for (let start = 0; start < data.length; start += size) {
    let lightest = -Infinity;
    for (let i = start; i < start + size; i++) {
      const value = data[i];
      if (!Number.isFinite(value)) return false;
      if (value > lightest) lightest = value;
    }
    if (lightest <= BLACK) return false;
  }
  return true;
}

/**
 * Encodes a candidate, denoises it and decodes the best result. fp16 overflows in some decoders and on some
 * GPUs: broken output is decoded again on the CPU, and where that is broken too, everything is repeated
 * there. Throws `UserError('bad-output')` when nothing helps.
 */
export async function paintRegion(
  pack: Pack,
  picture: Picture,
  candidate: Candidate,
  options: EditOptions,
  instance: number,
  { stage, ...hooks }: PaintHooks,
): Promise<PaintedRegion & { readonly retried?: Retried }> {
  const latentsOn = async (on: Pack) => {
    const encoded = await stage('encode', () => encodeRegion(on, picture, candidate, options));
    return {
      encoded,
      latents: await stage('denoise', () => denoiseRegion(on, encoded, options, instance, hooks)),
    };
  };
  const decodeOn = (on: Pack, { encoded, latents }: Awaited<ReturnType<typeof latentsOn>>) =>
    stage('decode', async () => {
      const images = await on.decodeLatents(latents);
      return isSound(images) ? chooseBest(pack, encoded, images, options) : undefined;
    });

  const first = await latentsOn(pack);
  const painted = await decodeOn(pack, first);
  if (painted !== undefined) return painted;
  const safe = await pack.fallback?.();
  if (safe !== undefined) {
    const decoded = first.latents.data.every(Number.isFinite) ? await decodeOn(safe, first) : undefined;
    if (decoded !== undefined) return { ...decoded, retried: 'decode' };
    const anew = await decodeOn(safe, await latentsOn(safe));
    if (anew !== undefined) return { ...anew, retried: 'edit' };
  }
  throw brokenOutput(pack.manifest);
}

export const brokenOutput = ({ name }: Manifest): UserError =>
  new UserError(
    'bad-output',
    `The models of ${name} painted nothing but black or broken pixels: try another pack, or another provider.`,
  );
