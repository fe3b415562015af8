import { type GreyPicture, SET } from '../image/picture.ts';
import { type Component, connected } from './components.ts';
import { grow } from './morphology.ts';
import { countSet } from './operations.ts';
import { runsFrom } from './runs.ts';

/** Erosions that may split an outline into lobes, in parts of its grid's side. */
const NECKS = [0, 1 / 64, 1 / 32, 3 / 64, 1 / 16];
/** A lobe with a smaller share of the area is a limb, and is not split off. */
const LEAST = 0.15;

/**
 * The lobes of an outline: its components when it is eroded until narrow necks part. Each pixel belongs to
 * the lobe nearest to it within the outline. One mask, the outline itself, where there are no necks.
 */
export function lobesOf(mask: GreyPicture): GreyPicture[] {
  const whole = countSet(mask);
  for (const neck of NECKS) {
    const shrunk = grow(mask, -neck * mask.width);
    const seeds = connected(runsFrom(shrunk.data, mask.width, SET), mask.width);
    if (seeds.length < 2) continue;
    const { owners, areas } = floodedFrom(mask, seeds);
    const large = areas.flatMap((area, s) => (area >= LEAST * whole ? [s] : []));
    if (large.length > 1) {
      return large.map(s => ({ ...mask, data: new Uint8Array(owners.map(one => (one === s ? 255 : 0))) }));
    }
  }
  return [mask];
}

/**
 * Grows seeds into a mask step by step (breadth-first): which seed has each pixel, −1 for none, and how many
 * each has.
 */
function floodedFrom({ width, height, data }: GreyPicture, seeds: readonly Component[]) {
  const owners = new Int16Array(width * height).fill(-1);
  const areas = seeds.map(() => 0);
  const front = new Int32Array(width * height);
  let end = 0;
  const take = (cell: number, seed: number) => {
    owners[cell] = seed;
    areas[seed]++;
    front[end++] = cell;
  };
  for (const [s, { runs }] of seeds.entries()) {
    for (const run of runs) for (let i = run.start; i < run.end; i++) take(i, s);
  }
  const spread = (to: number, seed: number) => {
    if (to >= 0 && to < owners.length && owners[to] < 0 && data[to] >= SET) take(to, seed);
  };
  for (let at = 0; at < end; at++) {
    const cell = front[at];
    const x = cell % width;
    if (x > 0) spread(cell - 1, owners[cell]);
    if (x < width - 1) spread(cell + 1, owners[cell]);
    spread(cell - width, owners[cell]);
    spread(cell + width, owners[cell]);
  }
  return { owners, areas };
}
