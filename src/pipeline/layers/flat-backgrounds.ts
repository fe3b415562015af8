import { slice, type Tensor } from '../math/tensor.ts';
import type { Pack } from '../models/pack.ts';
import type { UNetWindow } from '../region/encode.ts';
import { enlarge } from '../region/latent-mask.ts';
import { BACKGROUNDS } from './matte.ts';

const KNOWN = new WeakMap<Pack, Promise<UNetWindow>>();

/**
 * A window of each flat background, with the canvas to repaint in its centre, as a batch. Encoded once for
 * each pack.
 */
export function flatWindows(pack: Pack): Promise<UNetWindow> {
  const before = KNOWN.get(pack);
  if (before !== undefined) return before;
  const windows = encodeBackgrounds(pack);
  KNOWN.set(pack, windows);
  // A failed encoding is not kept: the next edit encodes again.
  windows.catch(() => KNOWN.delete(pack));
  return windows;
}

async function encodeBackgrounds(pack: Pack): Promise<UNetWindow> {
  const { resolution, scaleFactor, defaults } = pack.manifest;
  const cells = canvasCells(resolution / scaleFactor, defaults.context);
  const hidden = enlarge(cells, scaleFactor).data;
  const count = BACKGROUNDS.length;
  const dims = [2 * count, 3, resolution, resolution];
  const data = new Float32Array(dims.reduce((a, b) => a * b));
  const size = data.length / (2 * count);
  for (const [g, background] of BACKGROUNDS.entries()) {
    data.fill(background, g * size, (g + 1) * size);
    const masked = (count + g) * size;
    for (let i = 0; i < size; i++) data[masked + i] = background * (1 - hidden[i % hidden.length]);
  }
  const latents = await pack.encodeLatents({ data, dims });
  return {
    view: slice({ data, dims }, 0),
    latentMask: cells,
    initLatents: slice(latents, 0, count),
    maskedLatents: slice(latents, count, 2 * count),
  };
}

/**
 * `[1, 1, side, side]`, 1 in the central canvas, whose side is the window's / `context`, and one cell round
 * it.
 */
function canvasCells(side: number, context: number): Tensor {
  const canvas = Math.round(side / context);
  const first = Math.floor((side - canvas) / 2) - 1;
  const end = first + canvas + 2;
  const data = new Float32Array(side * side);
  for (let y = first; y < end; y++) data.fill(1, y * side + first, y * side + end);
  return { data, dims: [1, 1, side, side] };
}
