import type { Picture } from '../image/picture.ts';
import type { Pack } from '../models/pack.ts';
import type { MaskOptions } from '../options.ts';
import { outlinedAt } from './fine-pass.ts';
import { type Candidate, chooseInstances, type Localisation, localise } from './index.ts';
import { insideOut } from './invert.ts';

/** LocalisationCache of one picture on one pack, by what else they depend on: a `Map` is one. */
export interface LocalisationCache {
  get(key: string): Promise<Localisation> | undefined;
  set(key: string, found: Promise<Localisation>): void;
  delete(key: string): void;
}

/**
 * The instances to edit. Throws `NotFoundError`.
 * @param known what was found in this picture before, and is not looked for again
 */
export async function findInstances(
  pack: Pack,
  picture: Picture,
  options: MaskOptions,
  known: LocalisationCache = new Map(),
): Promise<{ localisation: Localisation; instances: Candidate[] }> {
  const localisation = await localisationAt(pack, picture, options, known);
  const instances = chooseInstances(localisation, picture, options);
  return { localisation, instances: options.invert ? instances.map(insideOut) : instances };
}

/** The threshold that finds a likeliest place in nearly every picture. */
const FAINT = 30;

/**
 * Whether the object is there, and where, is judged at the pack's own threshold, which its scores were fitted at; the asked one
 * only draws the outline there, so that another costs no look (docs/adr/0004). Where nothing is there for the pack, a lower
 * threshold looks for itself.
 */
async function localisationAt(
  pack: Pack,
  picture: Picture,
  { from, threshold, context, anyway }: MaskOptions,
  known: LocalisationCache,
): Promise<Localisation> {
  const { minWindow, threshold: usual } = pack.manifest.defaults;
  const search = (K: number) =>
    remembered(known, JSON.stringify([from, K, context]), () =>
      localise(pack, picture, from, { threshold: K, context, minWindow }),
    );
  const found = await search(usual);
  if (anyway && found.candidates.length === 0) return search(FAINT);
  if (threshold === usual) return found;
  if (threshold < usual && !found.candidates.some(({ score }) => score > found.above))
    return search(threshold);
  const candidates = found.candidates.flatMap(
    candidate => outlinedAt(candidate, { threshold, context, minWindow, picture }) ?? [],
  );
  return { ...found, candidates };
}

function remembered(
  known: LocalisationCache,
  key: string,
  look: () => Promise<Localisation>,
): Promise<Localisation> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = look();
  known.set(key, found);
  // A fault is not an answer: the next edit looks anew.
  found.catch(() => known.delete(key));
  return found;
}
