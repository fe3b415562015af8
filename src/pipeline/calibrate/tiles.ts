import type { Box } from '../image/picture.ts';

/** Tiles of one look at most; of a long panorama the finest sizes are left out. */
const MAX_TILES = 64;

/**
 * Squares that cover the picture, overlapping by at least half, in several sizes (`fractions` of the shorter
 * side): what is too small for the segmenter in one size fills a good part of a tile in another.
 */
export function tilesOf(width: number, height: number, fractions: readonly number[]): Box[] {
  const tiles: Box[] = [];
  for (const fraction of [...fractions].sort((a, b) => b - a)) {
    const side = Math.round(Math.min(width, height) * fraction);
    const size = offsets(height, side).flatMap(top =>
      offsets(width, side).map(left => ({ left, top, width: side, height: side })),
    );
    if (tiles.length > 0 && tiles.length + size.length > MAX_TILES) break;
    tiles.push(...size);
  }
  return tiles;
}

function offsets(length: number, side: number): number[] {
  const gaps = Math.ceil((length - side) / (side / 2));
  return Array.from({ length: gaps + 1 }, (_, i) => Math.round((i * (length - side)) / Math.max(1, gaps)));
}
