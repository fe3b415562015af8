import type { Picture } from '../image/picture.ts';
import type { Sprite } from './sprite.ts';

/**
 * Largest spread of a grey pixel's channels, as JPEG leaves it, and the largest share of other pixels in a
 * grey picture.
 */
const GREY_SPREAD = 12;
const MOST_COLOURED = 0.005;
/**
 * Between these a grey is neither paper nor ink, and a grey picture has at least this share of such greys: a
 * penguin on white paper is no grey picture.
 */
const [INK, PAPER] = [32, 224];
const LEAST_SHADES = 0.2;
/** Pixels sampled. */
const LOOKED_AT = 100_000;
/** Luma of ITU-R BT.601, the common conversion to grey. */
const LUMA = [0.299, 0.587, 0.114] as const;

/** Whether a picture is greyscale, where an object in colours would stand out. */
export function isGrey({ rgb }: Pick<Picture, 'rgb'>): boolean {
  const stride = 3 * Math.max(1, Math.floor(rgb.length / 3 / LOOKED_AT));
  let [looked, coloured, shades] = [0, 0, 0];
  for (let i = 0; i < rgb.length; i += stride, looked++) {
    const [r, g, b] = [rgb[i], rgb[i + 1], rgb[i + 2]];
    if (Math.max(r, g, b) - Math.min(r, g, b) > GREY_SPREAD) coloured++;
    if (g > INK && g < PAPER) shades++;
  }
  return coloured <= MOST_COLOURED * looked && shades >= LEAST_SHADES * looked;
}

/** The object in greyscale. */
export function inGrey({ alpha, colour }: Sprite): Sprite {
  const plane = alpha.data.length;
  const data = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    const luma = LUMA.reduce((sum, weight, c) => sum + weight * colour.data[c * plane + i], 0);
    for (let c = 0; c < 3; c++) data[c * plane + i] = luma;
  }
  return { alpha, colour: { data, dims: colour.dims } };
}
