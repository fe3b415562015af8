import type { Tensor } from '../math/tensor.ts';
import { type Sprite, withoutSpecks } from './sprite.ts';

/**
 * The flat backgrounds that an object is painted on, in −1…1: light and dark, not so far out that decoders
 * clip.
 */
export const BACKGROUNDS = [0.8, -0.8] as const;

/**
 * Decoders reproduce backgrounds and objects with an error: coverage from `CLEAR` to `SOLID` is stretched to
 * 0…1.
 */
const CLEAR = 0.06;
const SOLID = 0.94;

/**
 * The object that two pictures show on the light and on the dark background (`BACKGROUNDS`): triangulation
 * matting, exact where both show the same object (Smith and Blinn 1996, theorem 4). With L = αF + (1 − α)·g
 * and D = αF − (1 − α)·g: α = 1 − (L − D) / 2g, averaged over the channels, and αF = (L + D) / 2.
 * @param light `[1, 3, h, w]` in −1…1
 * @param dark the same, of the same shape
 */
export function solveMatte(light: Tensor, dark: Tensor): Sprite {
  const [, , height, width] = light.dims;
  const plane = height * width;
  const [l, d] = [light.data, dark.data];
  const alpha = new Float32Array(plane);
  const colour = new Float32Array(3 * plane);
  const between = 3 * (BACKGROUNDS[0] - BACKGROUNDS[1]);
  for (let red = 0; red < plane; red++) {
    const [green, blue] = [red + plane, red + 2 * plane];
    const apart = l[red] - d[red] + l[green] - d[green] + l[blue] - d[blue];
    const raw = 1 - apart / between;
    const coverage = Math.min(1, Math.max(0, (raw - CLEAR) / (SOLID - CLEAR)));
    alpha[red] = coverage;
    if (coverage === 0) continue;
    const gain = coverage / raw / 2;
    for (let i = red; i < 3 * plane; i += plane) {
      colour[i] = Math.min(coverage, Math.max(-coverage, gain * (l[i] + d[i])));
    }
  }
  return withoutSpecks({
    alpha: { data: alpha, dims: [1, 1, height, width] },
    colour: { data: colour, dims: [1, 3, height, width] },
  });
}
