import { sigmoid } from '../math/numeric.ts';
import type { Tensor } from '../math/tensor.ts';
import type { Picture } from './picture.ts';
import { flatten, type Rendering } from './render.ts';
import { resize } from './resample.ts';

/** Cold to hot: deep blue, violet, orange, pale yellow. */
const STOPS = [
  [12, 10, 60],
  [120, 30, 130],
  [235, 90, 60],
  [255, 240, 170],
] as const;

/** The segmenter's scores as colours over the picture. */
export function renderHeat(picture: Picture, { logits }: { readonly logits: Tensor }): Rendering {
  const { width, height, rgb } = flatten(picture);
  const heat = resize(logits, width, height).data;
  const coloured = new Uint8Array(rgb.length);
  for (let pixel = 0, i = 0; i < rgb.length; pixel++) {
    const warmth = sigmoid(heat[pixel]);
    for (let c = 0; c < 3; c++, i++) coloured[i] = 0.35 * rgb[i] + 0.65 * colourOf(warmth, c) + 0.5;
  }
  return { width, height, rgb: coloured };
}

function colourOf(warmth: number, channel: number): number {
  const position = warmth * (STOPS.length - 1);
  const lower = Math.min(STOPS.length - 2, Math.floor(position));
  const part = position - lower;
  return STOPS[lower][channel] * (1 - part) + STOPS[lower + 1][channel] * part;
}
