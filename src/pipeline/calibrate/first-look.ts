import type { Box } from '../image/picture.ts';
import { coarseView, type Pyramid } from '../image/pyramid.ts';
import { resize } from '../image/resample.ts';
import type { Pack } from '../models/pack.ts';
import { topMean } from '../numeric.ts';
import { concat, slice, type Tensor } from '../tensor.ts';
import { tilesOf } from './tiles.ts';

/** The segmenter's raw scores (logits) over the whole picture. */
export interface HeatMap {
  /** `[1, 1, height, width]`, coarser than the picture. */
  readonly logits: Tensor;
  /** Cells per picture pixel. */
  readonly scale: number;
}

/** Where no tile saw anything. */
const NOTHING = -20;

/**
 * Scores one prompt on overlapping tiles of the picture, as a batch. A cell keeps the score of the tile that is
 * surest to see the thing there; tiles that see nothing at all do not speak.
 */
export async function firstLook(pack: Pack, pyramid: Pyramid, prompt: string): Promise<HeatMap> {
  const { calibration, components } = pack.manifest;
  const { size } = components.segmenter.pixels;
  const [picture] = pyramid;
  const tiles = tilesOf(picture.width, picture.height, calibration.tiles);
  const views = concat(tiles.map(tile => coarseView(pyramid, tile, size, size)));
  const logits = await pack.segment(views, prompt);

  const scale = Math.min(1, size / Math.min(...tiles.map(tile => tile.width)));
  const width = Math.round(picture.width * scale);
  const height = Math.round(picture.height * scale);
  const data = new Float32Array(width * height).fill(NOTHING);
  tiles.forEach((tile, i) => {
    const seen = slice(logits, i);
    if (topMean(seen.data, calibration.presenceCells) > 0)
      keepHighest(data, width, height, seen, tile, scale);
  });
  return { logits: { data, dims: [1, 1, height, width] }, scale };
}

function keepHighest(
  data: Float32Array,
  width: number,
  height: number,
  seen: Tensor,
  tile: Box,
  scale: number,
) {
  const left = Math.round(tile.left * scale);
  const top = Math.round(tile.top * scale);
  const side = Math.min(Math.round(tile.width * scale), width - left, height - top);
  const fitted = resize(seen, side, side).data;
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const i = (top + y) * width + left + x;
      data[i] = Math.max(data[i], fitted[y * side + x]);
    }
  }
}
