import { readRecipe, recipeXmp } from './recipe.ts';

/** Longer packets are none of ours. */
export const MOST_XMP = 100_000;

/** What a packet of XMP says of Inlay, and nothing else; undefined where it says nothing of it. */
export function ownXmp(xmp: string): string | undefined {
  if (xmp.length > MOST_XMP || !xmp.includes('<inlay:recipe>')) return undefined;
  try {
    return recipeXmp(readRecipe(xmp));
  } catch {
    return undefined;
  }
}
