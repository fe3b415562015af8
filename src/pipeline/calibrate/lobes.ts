import type { GreyPicture } from '../image/picture.ts';
import { connected, maskOf } from './components.ts';
import { grow } from './distance.ts';
import { runsFrom } from './runs.ts';

/** How much an outline is shrunk to fall into lobes, in parts of its grid's side. */
const NECKS = [0, 1 / 64, 1 / 32, 3 / 64, 1 / 16];
/** A lobe that is less of the whole is a limb. */
const LEAST = 0.15;

/**
 * The lobes of an outline: what it falls into when it is shrunk until narrow necks part. Each pixel belongs to the lobe that is nearest
 * to it within the outline. One mask, that of the whole, where there are no necks.
 */
export function lobesOf(mask: GreyPicture): GreyPicture[] {
  const whole = countOf(mask);
  for (const neck of NECKS) {
    const shrunk = grow(mask, -neck * mask.width);
    const parts = connected(runsFrom(shrunk.data, mask.width, 128), mask.width);
    const seeds = parts.map(part => maskOf(mask.width, mask.height, [part]));
    if (seeds.length < 2) continue;
    const lobes = floodedFrom(mask, seeds).filter(lobe => countOf(lobe) >= LEAST * whole);
    if (lobes.length > 1) return lobes;
  }
  return [mask];
}

const countOf = ({ data }: GreyPicture): number =>
  data.reduce((sum, value) => sum + (value > 127 ? 1 : 0), 0);

/** Lets seeds grow into a mask, each step by step into what no other has taken; what none reaches belongs to none. */
function floodedFrom(mask: GreyPicture, seeds: readonly GreyPicture[]): GreyPicture[] {
  const { width, height, data } = mask;
  const owner = new Int16Array(width * height).fill(-1);
  let front: number[] = [];
  for (const [s, seed] of seeds.entries()) {
    for (let i = 0; i < owner.length; i++) {
      if (seed.data[i] < 128) continue;
      owner[i] = s;
      front.push(i);
    }
  }
  while (front.length > 0) {
    const next: number[] = [];
    for (const i of front) {
      const x = i % width;
      for (const to of [x > 0 ? i - 1 : -1, x < width - 1 ? i + 1 : -1, i - width, i + width]) {
        if (to < 0 || to >= owner.length || owner[to] >= 0 || data[to] < 128) continue;
        owner[to] = owner[i];
        next.push(to);
      }
    }
    front = next;
  }
  return seeds.map((seed, s) => ({ ...seed, data: Uint8Array.from(owner, one => (one === s ? 255 : 0)) }));
}
