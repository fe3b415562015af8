import { type Picture, SET, whiteOf } from '../image/picture.ts';
import { clipped } from '../image/window.ts';
import { COLOURS, type Colour } from '../models/choice.ts';
import type { Region } from './fine-pass.ts';

/** Pixels sampled in each direction: a colour needs no more. */
const SAMPLES = 64;

/** The share of each colour inside a region's outline; the shares add up to 1. */
export function coloursOf(picture: Picture, { window, mask, box }: Region): Record<Colour, number> {
  const counts = Object.fromEntries(COLOURS.map(colour => [colour, 0])) as Record<Colour, number>;
  const { left, top, right, bottom } = clipped(box, picture.width, picture.height);
  const step = Math.max(1, Math.floor(Math.max(right - left, bottom - top) / SAMPLES));
  const white = whiteOf(picture.rgb);
  let total = 0;
  for (let y = top; y < bottom; y += step) {
    for (let x = left; x < right; x += step) {
      const column = Math.floor(((x - window.left) * mask.width) / window.width);
      const row = Math.floor(((y - window.top) * mask.height) / window.height);
      if (!(mask.data[row * mask.width + column] >= SET)) continue;
      const i = 3 * (y * picture.width + x);
      counts[nameOf(picture.rgb[i] / white, picture.rgb[i + 1] / white, picture.rgb[i + 2] / white)]++;
      total++;
    }
  }
  for (const colour of COLOURS) counts[colour] /= Math.max(1, total);
  return counts;
}

/** The end of each colour's hues in degrees, from red on. */
const HUES: readonly (readonly [number, Colour])[] = [
  [15, 'red'],
  [42, 'orange'],
  [68, 'yellow'],
  [165, 'green'],
  [255, 'blue'],
  [292, 'purple'],
  [340, 'pink'],
  [360, 'red'],
];

/** The common name of a colour; red, green and blue in 0…1. */
export function nameOf(red: number, green: number, blue: number): Colour {
  const [most, least] = [Math.max(red, green, blue), Math.min(red, green, blue)];
  const chroma = most - least;
  if (most < 0.2) return 'black';
  if (chroma < 0.12 * Math.max(most, 0.5)) return most > 0.85 ? 'white' : most < 0.3 ? 'black' : 'grey';
  const hue =
    most === red
      ? (60 * (green - blue)) / chroma
      : most === green
        ? 60 * (2 + (blue - red) / chroma)
        : 60 * (4 + (red - green) / chroma);
  const turned = (hue + 360) % 360;
  const name = HUES.find(([end]) => turned <= end)?.[1] ?? 'red';
  if ((name === 'orange' && most < 0.72) || (name === 'red' && most < 0.5 && turned > 5 && turned < 15))
    return 'brown';
  if (name === 'red' && least > 0.5) return 'pink';
  if (name === 'pink' && most < 0.6) return 'purple';
  return name;
}
