import { createHash } from 'node:crypto';
import type { LocalisationCache } from '../pipeline/localise/find-instances.ts';
import type { Localisation } from '../pipeline/localise/index.ts';
import type { Pack } from '../pipeline/models/pack.ts';

/** LocalisationCache kept; one of a pack of 512 pixels can take tens of MB. */
const KEPT = 8;

/**
 * What was found in the last pictures, by the content of each: another seed, another word for `to` or another
 * mask follows often, from any button, and need no second localisation.
 * @param most localisations that are kept; beyond that, the one used longest ago is forgotten
 */
export function rememberLocalisations(most: number = KEPT) {
  const kept = new Map<string, Promise<Localisation>>();
  const put = (key: string, found: Promise<Localisation>) => {
    kept.delete(key);
    kept.set(key, found);
    const [oldest] = kept.keys();
    if (kept.size > most) kept.delete(oldest);
  };
  return ({ manifest }: Pack, bytes: Uint8Array): LocalisationCache => {
    const hash = createHash('sha256').update(bytes).digest('hex');
    const keyOf = (key: string) => `${manifest.name}@${manifest.version} ${hash} ${key}`;
    return {
      get(key) {
        const found = kept.get(keyOf(key));
        if (found !== undefined) put(keyOf(key), found);
        return found;
      },
      set: (key, found) => put(keyOf(key), found),
      delete: key => void kept.delete(keyOf(key)),
    };
  };
}
