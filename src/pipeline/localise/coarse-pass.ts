import { cutPlanes } from '../image/plane.ts';
import { coarseView, type Pyramid } from '../image/pyramid.ts';
import { resize } from '../image/resample.ts';
import { topMean } from '../math/numeric.ts';
import { slice, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import { type TiledGrid, tiledGrids } from './tiles.ts';

/** The segmenter's raw scores (logits) over the whole picture. */
export interface HeatMap {
  /** `[1, 1, height, width]`, coarser than the picture, which it covers from edge to edge. */
  readonly logits: Tensor;
}

/** The logit where no tile detected anything. */
const NOTHING = -20;

/**
 * Scores one prompt on overlapping tiles of the picture, as a batch. A cell keeps its highest score among the
 * tiles that cover it; tiles that detect nothing are left out.
 */
export async function coarsePass(pack: Pack, pyramid: Pyramid, prompt: string): Promise<HeatMap> {
  const { calibration, components } = pack.manifest;
  const { size } = components.segmenter.pixels;
  const grids = tiledGrids(pyramid[0], calibration.tiles, size);
  const logits = await pack.segment(tileViews(pyramid, grids, size), prompt);

  const { width, height } = grids[grids.length - 1];
  const map = { data: new Float32Array(width * height).fill(NOTHING), dims: [1, 1, height, width] };
  let row = 0;
  for (const grid of grids) {
    for (const { left, top } of grid.tiles) {
      const tile = slice(logits, row++);
      if (topMean(tile.data, calibration.presenceCells) <= 0) continue;
      const [across, down] = [width / grid.width, height / grid.height];
      const corner = { left: Math.round(left * across), top: Math.round(top * down) };
      const right = Math.round((left + size) * across);
      const bottom = Math.round((top + size) * down);
      const fitted = resize(tile, right - corner.left, bottom - corner.top);
      keepHighest(map, fitted, corner);
    }
  }
  return { logits: map };
}

/**
 * The crops of all tiles of all grids, `[tiles, 3, size, size]`, cut from one view of the whole picture for
 * each grid.
 */
function tileViews(pyramid: Pyramid, grids: readonly TiledGrid[], size: number): Tensor {
  const { width: pictureWidth, height: pictureHeight } = pyramid[0];
  const whole = { left: 0, top: 0, width: pictureWidth, height: pictureHeight };
  const count = grids.reduce((sum, { tiles }) => sum + tiles.length, 0);
  const dims = [count, 3, size, size];
  const data = new Float32Array(count * 3 * size * size);
  let to = 0;
  for (const { width, height, tiles } of grids) {
    const view = coarseView(pyramid, whole, width, height);
    for (const { left, top } of tiles) {
      cutPlanes(view, { left, top, width: size, height: size }, data.subarray(to));
      to += 3 * size * size;
    }
  }
  return { data, dims };
}

/** Writes a tile's logits to the map where they are higher. */
function keepHighest(map: Tensor, tile: Tensor, { left, top }: { left: number; top: number }): void {
  const [, , height, width] = tile.dims;
  const wide = map.dims[3];
  for (let y = 0; y < height; y++) {
    for (let x = 0, i = y * width, to = (top + y) * wide + left; x < width; x++, i++, to++) {
      if (tile.data[i] > map.data[to]) map.data[to] = tile.data[i];
    }
  }
}
