import { type GreyPicture, SET } from '../image/picture.ts';
import { connected, maskOf, touches } from '../masks/components.ts';
import { grow } from '../masks/morphology.ts';
import { runsFrom } from '../masks/runs.ts';
import { type ColourSurface, fitSurface, offSurface, type View } from './colour-surface.ts';
import { fullestBin } from './fullest-bin.ts';

/** Pixels round a hole whose colours the background is fitted to. */
const ROUND = 40;
/** Pixels round a hole within which a leftover must lie entirely. */
const REACH = 16;
/** Soft edge of a leftover in pixels. */
const EDGE = 1.5;
/**
 * Where two backgrounds meet, a line of pixels belongs to neither: what is nowhere thicker than twice this is
 * a line.
 */
const LINE = 1;
/** Largest difference, of 255 levels, of colours of one background: while it is fitted, and once it is. */
const SOUGHT = 14 / 127.5;
const SAME = 5 / 127.5;
const ROUNDS = 6;
/**
 * The most backgrounds, such as a sky, hills and a meadow; the least share of each; the share that all of
 * them must cover.
 */
const MOST_BACKGROUNDS = 6;
const LEAST_PART = 0.04;
const PLAIN = 0.88;
/** Bins of a channel in which the most frequent colour is sought. */
const BINS = 12;

const isSet = ({ data }: GreyPicture, pixel: number): boolean => data[pixel] >= SET;

/**
 * What a hole's outline missed of its object where the background is plain, a wall or sky above a meadow:
 * small components beside the hole in colours that the background has not. A pale border is in no outline and
 * no foreground, and would be smeared over the hole.
 * @param view the hole's window on its grid, in −1…1
 * @param apart set where there is known to be no background: other objects, and what is beyond the picture
 * @returns 255 where something is left; undefined where the background is not plain
 */
export function leftoversOnPlainBackground(
  view: View,
  hole: GreyPicture,
  apart: GreyPicture,
): GreyPicture | undefined {
  const [round, within] = [grow(hole, ROUND), grow(hole, REACH)];
  const [beside, away]: [number[], number[]] = [[], []];
  for (let i = 0; i < hole.data.length; i++) {
    if (!isSet(round, i) || isSet(hole, i) || isSet(apart, i)) continue;
    (isSet(within, i) ? beside : away).push(i);
  }
  // Colours found only beside the object are no background: they may be its border.
  const backgrounds = backgroundsOf(view, away);
  const isStrange = (pixel: number) =>
    backgrounds.every(background => offSurface(background, view, pixel) > SAME);
  if (away.filter(isStrange).length > (1 - PLAIN) * away.length) return undefined;
  const strange = new Uint8Array(hole.data.length);
  for (const pixel of [...beside, ...away]) if (isStrange(pixel)) strange[pixel] = 255;
  const thick = grow({ ...hole, data: strange }, -LINE).data;
  const near = grow(hole, EDGE).data;
  const outside = within.data.map(value => 255 - value);
  const left = connected(runsFrom(strange, hole.width, SET), hole.width).filter(
    part => touches(part, thick, SET) && touches(part, near, SET) && !touches(part, outside, SET),
  );
  const grown = grow(maskOf(hole.width, hole.height, left), EDGE);
  return { ...grown, data: grown.data.map((value, i) => (isSet(apart, i) ? 0 : value)) };
}

/** The surfaces that cover most of some pixels, largest first. */
function backgroundsOf(view: View, pixels: readonly number[]): ColourSurface[] {
  const backgrounds: ColourSurface[] = [];
  for (let rest = pixels; backgrounds.length < MOST_BACKGROUNDS; ) {
    const background = backgroundOf(view, rest);
    if (background === undefined) break;
    const others = rest.filter(pixel => offSurface(background, view, pixel) > SAME);
    if (rest.length - others.length < LEAST_PART * pixels.length) break;
    backgrounds.push(background);
    rest = others;
  }
  return backgrounds;
}

/** The surface grown from the most frequent colour over all pixels close to it. */
function backgroundOf(view: View, pixels: readonly number[]): ColourSurface | undefined {
  let members = mostFrequent(view, pixels);
  let surface: ColourSurface | undefined;
  for (let round = 0; round < ROUNDS && members.length > 0; round++) {
    const fitted = fitSurface(view, members);
    surface = fitted;
    // The last rounds are strict: a soft border must not bend the background towards it.
    const within = round < ROUNDS - 2 ? SOUGHT : SAME;
    members = pixels.filter(pixel => offSurface(fitted, view, pixel) <= within);
  }
  return surface;
}

/** The pixels whose colours fall into the fullest bin. */
function mostFrequent({ data, side }: View, pixels: readonly number[]): readonly number[] {
  const plane = side * side;
  const binOf = (value: number) => Math.min(BINS - 1, Math.floor(((value + 1) / 2) * BINS));
  return fullestBin(
    pixels,
    pixel => (binOf(data[pixel]) * BINS + binOf(data[plane + pixel])) * BINS + binOf(data[2 * plane + pixel]),
  );
}
