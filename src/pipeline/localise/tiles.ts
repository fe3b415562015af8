import type { Box } from '../image/picture.ts';

/**
 * The most tiles of one coarse pass. The coarsest grid of the longest pictures that are accepted
 * (`image/load.ts`) just keeps to it; of long pictures the finest grids are left out.
 */
const MAX_TILES = 64;

/** A grid of cells over the whole picture, and the square tiles that cover it. */
export interface TiledGrid {
  /** In cells. */
  readonly width: number;
  readonly height: number;
  /** Where each tile begins, in cells. */
  readonly tiles: readonly { readonly left: number; readonly top: number }[];
}

/**
 * Grids over a picture, coarsest first, with tiles of `size` × `size` cells that overlap by at least half. A
 * tile's side is one of `fractions` of the picture's shorter side: an object too small for the segmenter at
 * one size fills a good part of a tile at another. Where the coarsest grid is too fine for a long picture,
 * its tiles are as large as possible.
 */
export function tiledGrids(
  picture: Pick<Box, 'width' | 'height'>,
  fractions: readonly number[],
  size: number,
): TiledGrid[] {
  const grids: TiledGrid[] = [];
  let count = 0;
  for (const fraction of fractions.toSorted((a, b) => b - a)) {
    const grid = gridOf(picture, fraction, size);
    count += grid.tiles.length;
    if (count > MAX_TILES) break;
    grids.push(grid);
  }
  return grids.length > 0 ? grids : [gridOf(picture, 1, size)];
}

function gridOf(picture: Pick<Box, 'width' | 'height'>, fraction: number, size: number): TiledGrid {
  const perPixel = size / (Math.min(picture.width, picture.height) * fraction);
  const width = Math.round(picture.width * perPixel);
  const height = Math.round(picture.height * perPixel);
  const tiles = offsets(height, size).flatMap(top => offsets(width, size).map(left => ({ left, top })));
  return { width, height, tiles };
}

/** The tiles of all grids in pixels of the picture; they may begin and end between two. */
export const tilesOf = (
  picture: Pick<Box, 'width' | 'height'>,
  fractions: readonly number[],
  size: number,
): Box[] =>
  tiledGrids(picture, fractions, size).flatMap(({ width, height, tiles }) => {
    const [across, down] = [picture.width / width, picture.height / height];
    return tiles.map(({ left, top }) => ({
      left: left * across,
      top: top * down,
      width: size * across,
      height: size * down,
    }));
  });

function offsets(length: number, size: number): number[] {
  const gaps = Math.ceil((length - size) / (size / 2));
  return Array.from({ length: gaps + 1 }, (_, i) => Math.round((i * (length - size)) / Math.max(1, gaps)));
}
