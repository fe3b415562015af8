import type { Pyramid } from '../image/pyramid.ts';
import { toPicture } from '../image/window.ts';
import { boxOf } from '../masks/components.ts';
import { lobesOf } from '../masks/lobes.ts';
import { difference } from '../masks/operations.ts';
import { concat, type Tensor } from '../math/tensor.ts';
import { type ClipRanking, clipRankings } from '../models/clip-margin.ts';
import type { Pack } from '../models/pack.ts';
import type { Region } from './fine-pass.ts';
import { objectOnGrey } from './object-on-grey.ts';

/** A lobe belongs to a neighbour when another word is nearer to it by so many tens of cosine. */
const OTHER = 0.8;
/**
 * The rest must then be nearer to its word than the whole was by so much, or as near with fewer other words
 * nearer: less is chance.
 */
const GAIN = 0.1;
/** Logits of what was cut off, so that none of it counts as a faint part. */
const NOT_THERE = -20;

/**
 * Removes a neighbour that touches the object: each lobe of the outline is ranked in CLIP's space, and a lobe
 * nearer to another word is removed where the rest is then nearer to its own.
 */
export async function withoutNeighbour<R extends Region>(
  pack: Pack,
  pyramid: Pyramid,
  from: string,
  region: R,
): Promise<R> {
  const lobes = lobesOf(region.mask);
  if (lobes.length < 2) return region;
  const rests = lobes.map(lobe => difference(region.mask, lobe));
  const shapes = [region.mask, ...lobes, ...rests];
  const views: Tensor[] = shapes.map(mask => objectOnGrey(pack, pyramid, { window: region.window, mask }));
  const [whole, ...others] = await clipRankings(pack, from, concat(views));
  const neighbour = lobes.findIndex((_, i) => isNeighbour(whole, others[i], others[lobes.length + i]));
  if (neighbour < 0) return region;
  const mask = rests[neighbour];
  const box = boxOf(mask);
  if (box === undefined) return region;
  const data = region.logits.data.map((logit, i) => (lobes[neighbour].data[i] > 0 ? NOT_THERE : logit));
  return {
    ...region,
    mask,
    box: toPicture(box, region.window, mask.width),
    logits: { ...region.logits, data },
  };
}

function isNeighbour(whole: ClipRanking, lobe: ClipRanking, rest: ClipRanking): boolean {
  const isNearer = rest.margin >= whole.margin + GAIN && rest.nearer <= whole.nearer;
  const isClearer = rest.margin >= whole.margin - GAIN && rest.nearer < whole.nearer;
  return lobe.margin <= -OTHER && (isNearer || isClearer);
}
