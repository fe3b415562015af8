import type { Picture } from '../image/picture.ts';
import type { Pack } from '../models/pack.ts';
import type { MaskOptions } from '../options.ts';
import { outlinedAt } from './fine-pass.ts';
import { type Candidate, chooseInstances, type Localisation, localise } from './index.ts';
import { insideOut } from './invert.ts';

/** Localisations of one picture with one pack, by what else they depend on: a `Map` is one. */
export interface LocalisationCache {
  get(key: string): Promise<Localisation> | undefined;
  set(key: string, found: Promise<Localisation>): void;
  delete(key: string): void;
}

/**
 * The instances to edit. Throws `NotFoundError`.
 * @param known localisations of this picture that need not be computed again
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

/** The threshold at which nearly every picture has a candidate. */
const FAINT = 30;

/**
 * Presence and candidates are computed at the pack's own threshold, which the presence weights were fitted
 * at; the threshold that was asked for only redraws the outlines, which costs no pass (docs/adr/0004). Where
 * the pack's threshold finds nothing, a lower one runs the passes again.
 */
async function localisationAt(
  pack: Pack,
  picture: Picture,
  { from, threshold, context, anyway }: MaskOptions,
  known: LocalisationCache,
): Promise<Localisation> {
  const { minWindow, threshold: own } = pack.manifest.defaults;
  const at = (threshold: number) =>
    remembered(known, JSON.stringify([from, threshold, context]), () =>
      localise(pack, picture, from, { threshold, context, minWindow }),
    );
  const found = await at(own);
  if (anyway && found.candidates.length === 0) return at(FAINT);
  if (threshold === own) return found;
  if (threshold < own && !found.candidates.some(({ score }) => score > found.above)) return at(threshold);
  const candidates = found.candidates.flatMap(
    candidate => outlinedAt(candidate, { threshold, context, minWindow, picture }) ?? [],
  );
  return { ...found, candidates };
}

function remembered(
  known: LocalisationCache,
  key: string,
  compute: () => Promise<Localisation>,
): Promise<Localisation> {
  const before = known.get(key);
  if (before !== undefined) return before;
  const found = compute();
  known.set(key, found);
  // A failed localisation is not kept: the next edit computes it again.
  found.catch(() => known.delete(key));
  return found;
}
