import type { GuidanceMeter } from '../guidance/gradient.ts';
import type { GreyPicture } from '../image/picture.ts';
import { drawingOf, noiseSeed } from '../math/seeds.ts';
import { concat, slice, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { paintPrompts } from '../models/vocabulary.ts';
import type { EditOptions } from '../options.ts';
import type { EditHooks } from '../progress/events.ts';
import { clarityOf } from '../sampling/best-of.ts';
import { denoiseRows } from '../sampling/denoise-region.ts';
import { fitOf } from './fit.ts';
import { flatWindows } from './flat-backgrounds.ts';
import { BACKGROUNDS, solveMatte } from './matte.ts';
import { outlineOf, type Sprite, translucentPart } from './sprite.ts';

/** A new object, painted on both backgrounds. */
export interface Drawing {
  /** `[2, C, h, w]`, a row for each of `BACKGROUNDS`. */
  readonly latents: Tensor;
  /** Which of the pack's drawings of the words, from 1, best fit first. */
  readonly rank: number;
  readonly of: number;
}

/** What a candidate paints: drawings of one prompt template are alike. */
interface Attempt {
  readonly prompt: string;
  readonly style: number;
  readonly stream: number;
}

/**
 * Paints `bestOf` candidates of the new object on both backgrounds as one batch and keeps one drawing. Each
 * of the pack's prompt templates yields another drawing of the same object: with a candidate for each, the
 * seed picks the best fit to the old outline, the second best, and so on, so that consecutive seeds show
 * different drawings until all were shown.
 * @param old the old object's outline
 */
export async function paintDrawing(
  pack: Pack,
  old: GreyPicture,
  options: EditOptions,
  instance: number,
  hooks: EditHooks & { readonly meter: GuidanceMeter },
): Promise<Drawing> {
  const tried = attempts(pack, options, instance);
  const rows = BACKGROUNDS.flatMap((_, background) =>
    tried.map(({ prompt, stream }) => ({ background, prompt, stream })),
  );
  const latents = await denoiseRows(pack, await flatWindows(pack), rows, inUNet(options), hooks);
  const rowsOf = (k: number) => concat(BACKGROUNDS.map((_, g) => slice(latents, g * tried.length + k)));
  const styles = new Set(tried.map(({ style }) => style)).size;
  if (tried.length === 1) return { latents: rowsOf(0), rank: 1, of: 1 };
  const previews = await pack.previewLatents(latents);
  const best = await clearestOfEach(pack, tried, slice(previews, 0, tried.length), options.to);
  const shown = best.map(k => ({
    k,
    sprite: solveMatte(slice(previews, k), slice(previews, tried.length + k)),
  }));
  const whole = withoutBlends(shown);
  const fits = new Map(whole.map(({ k, sprite }) => [k, fitOf(outlineOf(sprite), old)]));
  const ranked = [...fits.keys()].toSorted((a, b) => fits.get(b)! - fits.get(a)!);
  const all = styles === paintPrompts(pack.manifest, options.to).length;
  const rank = all ? drawingOf(options.seed, ranked.length).rank : 0;
  return { latents: rowsOf(ranked[rank]), rank: rank + 1, of: ranked.length };
}

/** A drawing that is by so much of its inside more translucent than another of the same object is a blend of two. */
const MORE_THAN_GLASS = 0.4;

/**
 * The UNet recalls drawings by attention over its memory: between two memories it shows both, each as translucent as its
 * attention. Glass and wings are translucent in every drawing of an object; a blend is so in one.
 */
function withoutBlends<T extends { readonly sprite: Sprite }>(drawings: readonly T[]): T[] {
  const translucent = drawings.map(({ sprite }) => translucentPart(sprite));
  const least = Math.min(...translucent);
  return drawings.filter((_, i) => translucent[i] <= least + MORE_THAN_GLASS);
}

/**
 * Guidance acts on the matte (`guided`); the UNet itself is guided only by a negative prompt. Nothing outside
 * is shown.
 */
const inUNet = (options: EditOptions): EditOptions => ({
  ...options,
  nerpScale: 0,
  guidanceScale: options.negativePrompt === '' ? 1 : options.guidanceScale,
});

function attempts({ manifest }: Pack, { to, seed, bestOf }: EditOptions, instance: number): Attempt[] {
  const prompts = paintPrompts(manifest, to);
  const { round, rank } = drawingOf(seed, prompts.length);
  // Too few candidates for every drawing: the seed decides which come first.
  const first = bestOf < prompts.length ? rank : 0;
  return Array.from({ length: bestOf }, (_, k) => {
    const style = (first + k) % prompts.length;
    const noise = Math.floor(k / prompts.length);
    return { prompt: prompts[style], style, stream: noiseSeed(round >>> 0, instance, noise) };
  });
}

/** Of each style, the candidate that shows the words most clearly. A single one is kept unscored. */
async function clearestOfEach(
  pack: Pack,
  tried: readonly Attempt[],
  onLight: Tensor,
  words: string,
): Promise<number[]> {
  const styles = [...new Set(tried.map(({ style }) => style))];
  if (styles.length === tried.length) return tried.map((_, k) => k);
  const clarity = await clarityOf(pack, onLight, words);
  return styles.map(style => {
    const same = tried.flatMap((attempt, k) => (attempt.style === style ? [k] : []));
    return same.reduce((best, k) => (clarity[k] > clarity[best] ? k : best));
  });
}
