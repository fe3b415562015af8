import type { Sprite } from './sprite.ts';

/** How fast contrast grows with the guidance scale, and its least value, at scale 0. */
const GROWTH = 0.55;
const LEAST = 0.3;

/**
 * Classifier-free guidance of an object in layers. The unconditional prediction is the empty background,
 * which is known exactly, so that x̂₀ = g + s·(x̂₀(c) − g) needs no second run of the UNet: summed over the
 * light and the dark background it is s·αF, more contrast and richer colour inside the matte. Clipping to
 * −1…1 would saturate colours, and dividing by a percentile (dynamic thresholding, Saharia et al. 2022, arXiv
 * 2205.11487) would undo most of the contrast; instead each channel is mapped by F ↦ ±(1 − (1 − |F|)^k):
 * slope k at mid-grey, white and black unchanged. k = s^GROWTH, 1 at s = 1.
 */
export function guided({ alpha, colour }: Sprite, guidanceScale: number): Sprite {
  if (guidanceScale === 1) return { alpha, colour };
  const slope = Math.max(LEAST, guidanceScale ** GROWTH);
  const coverage = alpha.data;
  const data = colour.data.map((value, i) => {
    const a = coverage[i % coverage.length];
    if (a === 0) return 0;
    const f = Math.min(1, Math.abs(value) / a);
    return Math.sign(value) * a * (1 - (1 - f) ** slope);
  });
  return { alpha, colour: { data, dims: colour.dims } };
}
