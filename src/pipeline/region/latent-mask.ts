import { type Box, type GreyPicture, SET } from '../image/picture.ts';
import { longerSide } from '../image/window.ts';
import { boxOf } from '../masks/components.ts';
import { close } from '../masks/morphology.ts';
import { runsFrom } from '../masks/runs.ts';
import type { Tensor } from '../math/tensor.ts';
import type { MaskKind } from '../models/manifest.ts';

/** Gaps of a hull that are closed, as a fraction of the window's side. */
const HULL_GAP = 1 / 8;

/** Cells `[from, to)` on both axes, in cells of the latents, fractional. */
interface Extent {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/**
 * The UNet's mask, `[1, 1, side, side]`, 1 = repaint, one latent cell wider than the shape it covers: `exact`
 * the object's outline, `hull` with its gaps closed, `box` its bounding box, `canvas` the central square that
 * its longer side spans. A generous mask lets an object of another shape fit.
 */
export function latentMask(mask: GreyPicture, kind: MaskKind, side: number): Tensor {
  const data =
    kind === 'exact' || kind === 'hull' ? coveredCells(mask, kind, side) : rectangleCells(mask, kind, side);
  return { data, dims: [1, 1, side, side] };
}

function rectangleCells(mask: GreyPicture, kind: 'box' | 'canvas', side: number): Float32Array {
  const box = boxOf(mask);
  const data = new Float32Array(side * side);
  if (box === undefined) return data;
  const { left, top, right, bottom } =
    kind === 'box' ? extentOf(box, mask.width, side) : centralSquare(box, mask.width, side);
  for (let y = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      const inside = x >= left - 1 && x < right + 1 && y >= top - 1 && y < bottom + 1;
      data[y * side + x] = inside ? 1 : 0;
    }
  }
  return data;
}

function extentOf(box: Box, width: number, side: number): Extent {
  const scale = side / width;
  return {
    left: Math.floor(box.left * scale),
    top: Math.floor(box.top * scale),
    right: Math.ceil((box.left + box.width) * scale),
    bottom: Math.ceil((box.top + box.height) * scale),
  };
}

/** The window is centred on the object, so its square canvas is too. */
function centralSquare(box: Box, width: number, side: number): Extent {
  const cells = Math.min(side, Math.round((longerSide(box) / width) * side));
  const start = Math.floor((side - cells) / 2);
  return { left: start, top: start, right: start + cells, bottom: start + cells };
}

/** Any cell that the shape touches, grown by one cell. */
function coveredCells(mask: GreyPicture, kind: 'exact' | 'hull', side: number): Float32Array {
  const shape = kind === 'hull' ? close(mask, (mask.width * HULL_GAP) / 2) : mask;
  const cell = mask.width / side;
  const touched = new Float32Array(side * side);
  for (const { start, end } of runsFrom(shape.data, shape.width, SET)) {
    const row = Math.floor(start / shape.width);
    const first = Math.floor((start - row * shape.width) / cell);
    const last = Math.floor((end - 1 - row * shape.width) / cell);
    const y = Math.floor(row / cell);
    touched.fill(1, y * side + first, y * side + last + 1);
  }
  return touched.map((_, i) => {
    const [x, y] = [i % side, Math.floor(i / side)];
    for (let dy = -1; dy <= 1; dy++) {
      for (let dx = -1; dx <= 1; dx++) {
        const [u, v] = [x + dx, y + dy];
        if (u >= 0 && v >= 0 && u < side && v < side && touched[v * side + u] === 1) return 1;
      }
    }
    return 0;
  });
}

/** Every cell as a block of `times` × `times` cells. */
export function enlarge(cells: Tensor, times: number): Tensor {
  const [, , height, width] = cells.dims;
  const side = width * times;
  const data = new Float32Array(side * height * times);
  for (let y = 0, cell = 0; y < height; y++) {
    const row = y * times * side;
    for (let x = 0; x < side; x += times, cell++) data.fill(cells.data[cell], row + x, row + x + times);
    for (let copy = 1; copy < times; copy++) data.copyWithin(row + copy * side, row, row + side);
  }
  return { data, dims: [1, 1, height * times, side] };
}
