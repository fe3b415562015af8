import { type Oklab, oklabOf, type Rgb, rgbOf } from '../image/colour/oklab.ts';
import type { Colour } from '../models/choice.ts';
import { fullestBin } from './fullest-bin.ts';
import type { Sprite } from './sprite.ts';

/** The sRGB bytes of a named colour. */
const MEANT: Readonly<Record<Colour, Rgb>> = {
  red: [214, 40, 40],
  orange: [245, 130, 20],
  yellow: [250, 200, 30],
  green: [56, 165, 70],
  blue: [40, 110, 220],
  purple: [140, 60, 180],
  pink: [245, 120, 170],
  brown: [125, 82, 52],
  black: [45, 45, 50],
  grey: [140, 145, 150],
  white: [245, 246, 248],
};

/** Coverage from which a pixel counts towards an object's main colour. */
const SOLID = 0.9;
/** Chroma up to which a colour counts as white, grey or black. */
const GREYISH = 0.045;
/** Lightness below which an outline or a pupil is dark, whatever its hue. */
const DARK = 0.32;
/** Side of the bins of Oklab in which the main colour is sought. */
const BIN = 0.08;
/**
 * Up to the first, a colour is a shade of the main one, from the second on another: radians of hue, chroma,
 * lightness.
 */
const HUE = [0.6, 1.1] as const;
const CHROMA = [GREYISH, 2 * GREYISH] as const;
const LIGHTNESS = [0.25, 0.45] as const;
/** Part of the main colour's chroma below which a shade is fading to grey. */
const PALE = 0.5;
/** How much richer than meant a shade may be. */
const RICHEST = 1.3;

/**
 * The object in another colour: its main colour becomes the target, shades of it stay shades, and other hues
 * and greys, such as eyes and hooves, stay as they are.
 */
export function recoloured({ alpha, colour }: Sprite, meant: Colour): Sprite {
  const coverage = alpha.data;
  const plane = coverage.length;
  const channelAt = (i: number, c: number) => (colour.data[c * plane + i] / coverage[i] + 1) / 2;
  const labAt = (i: number) => oklabOf([channelAt(i, 0), channelAt(i, 1), channelAt(i, 2)]);
  const solid: Oklab[] = [];
  coverage.forEach((value, i) => {
    if (value >= SOLID) solid.push(labAt(i));
  });
  const main = mainColour(solid);
  if (main === undefined) return { alpha, colour };
  const [red, green, blue] = MEANT[meant];
  const shade = shadesOf(main, oklabOf([red / 255, green / 255, blue / 255]));
  const data = colour.data.slice();
  coverage.forEach((value, i) => {
    if (value === 0) return;
    const changed = rgbOf(shade(labAt(i)));
    for (let c = 0; c < 3; c++) data[c * plane + i] = (2 * changed[c] - 1) * value;
  });
  return { alpha, colour: { data, dims: colour.dims } };
}

/** The mean of the fullest bin, dark lines aside unless all is dark; undefined of none. */
function mainColour(colours: readonly Oklab[]): Oklab | undefined {
  const light = colours.filter(([lightness]) => lightness >= DARK);
  const looked = 2 * light.length > colours.length ? light : colours;
  const fullest = fullestBin(looked, lab => lab.map(value => Math.round(value / BIN)).join());
  if (fullest.length === 0) return undefined;
  const mean = (axis: 0 | 1 | 2) => fullest.reduce((sum, lab) => sum + lab[axis], 0) / fullest.length;
  return [mean(0), mean(1), mean(2)];
}

const chromaOf = ([, a, b]: Oklab): number => Math.hypot(a, b);

/** 1 up to the first of two values, 0 from the second. */
const fading = (value: number, [full, none]: readonly [number, number]): number =>
  Math.min(1, Math.max(0, (none - value) / (none - full)));

/** Maps shades of one colour to shades of another. */
function shadesOf(main: Oklab, target: Oklab): (lab: Oklab) => Oklab {
  const richness = chromaOf(main);
  const grey = richness <= GREYISH;
  const belongs = (lab: Oklab): number => {
    const chroma = chromaOf(lab);
    if (grey) return fading(chroma, CHROMA) * fading(Math.abs(lab[0] - main[0]), LIGHTNESS);
    const apart = Math.acos(Math.min(1, (lab[1] * main[1] + lab[2] * main[2]) / (chroma * richness || 1)));
    return fading(apart, HUE) * Math.min(1, chroma / (PALE * richness));
  };
  // Black and white stay where they are, so that no shade runs into them.
  const lightness = (value: number) =>
    target[0] < main[0]
      ? (value * target[0]) / main[0]
      : 1 - ((1 - value) * (1 - target[0])) / Math.max(1e-6, 1 - main[0]);
  return lab => {
    const share = belongs(lab);
    const rich = grey ? 1 : Math.min(RICHEST, chromaOf(lab) / richness);
    const mix = (from: number, to: number) => from + (to - from) * share;
    return [mix(lab[0], lightness(lab[0])), mix(lab[1], target[1] * rich), mix(lab[2], target[2] * rich)];
  };
}
