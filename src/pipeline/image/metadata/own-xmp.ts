import { readRecipe, recipeXmp } from './recipe.ts';

/** Longer packets are none of ours. */
export const MOST_XMP = 100_000;

/** Inlay's own recipe in a packet of XMP, and nothing else of it; undefined where there is none. */
export function ownXmp(xmp: string): string | undefined {
  if (xmp.length > MOST_XMP || !xmp.includes('<inlay:recipe>')) return undefined;
  try {
    return recipeXmp(readRecipe(xmp));
  } catch {
    return undefined;
  }
}
