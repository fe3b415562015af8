import { readFileSync } from 'node:fs';
import { loadPicture } from '../../src/pipeline/image/load.ts';
import { type Tensor, tensor } from '../../src/pipeline/math/tensor.ts';

const folder = new URL('../fixtures/reference/', import.meta.url);
const bytes = readFileSync(new URL('arrays.bin', folder));

interface Index {
  readonly timesteps: readonly number[];
  readonly arrays: Readonly<Record<string, { dtype: string; shape: number[]; offset: number }>>;
}

const { arrays, timesteps } = JSON.parse(readFileSync(new URL('reference.json', folder), 'utf8')) as Index;

export { timesteps };

/** A pinned array by name; whole numbers come as floats too. */
export function pinned(name: string): Tensor {
  const { dtype, shape, offset } = arrays[name];
  const view = new DataView(bytes.buffer, bytes.byteOffset + offset);
  const read = dtype === 'int32' ? view.getInt32 : view.getFloat32;
  const length = shape.reduce((a, b) => a * b);
  return tensor(
    Float32Array.from({ length }, (_, i) => read.call(view, i * 4, true)),
    shape,
  );
}

/** Scale of the differences between ours and pinned numbers. Throws when there are more or fewer of them. */
export function maxError(actual: Tensor, expected: Tensor): number {
  if (actual.data.length !== expected.data.length) {
    throw new Error(`[${actual.dims.join(', ')}] is not as large as [${expected.dims.join(', ')}]`);
  }
  return expected.data.reduce((worst, v, i) => Math.max(worst, Math.abs(actual.data[i] - v)), 0);
}

/**
 * The window that was edited, `[1, 3, side, side]` in −1…1. Its PNG was written by truncation, which takes 1
 * off some of the 256 levels; `pixel_values`, its means over 2 × 2 pixels, say where that level is to be
 * given back.
 */
export async function referenceWindow(): Promise<Tensor> {
  const { rgb, width } = await loadPicture(readFileSync(new URL('window.png', folder)));
  const means = pinned('pixel_values').data;
  const half = width / 2;
  const levels = Float32Array.from({ length: 3 * width * width }, (_, i) => {
    const [channel, pixel] = [Math.floor(i / (width * width)), i % (width * width)];
    return rgb[pixel * 3 + channel];
  });
  means.forEach((mean, cell) => {
    const [channel, y, x] = [Math.floor(cell / half ** 2), Math.floor(cell / half) % half, cell % half];
    const corner = (channel * width + 2 * y) * width + 2 * x;
    const pixels = [corner, corner + 1, corner + width, corner + width + 1];
    const sum = pixels.reduce((total, i) => total + levels[i], 0);
    const missing = Math.round(4 * (mean + 1) * 127.5 - sum);
    for (const i of pixels.filter(i => truncated(levels[i] + 1)).slice(0, missing)) levels[i]++;
  });
  return tensor(
    levels.map(level => level / 127.5 - 1),
    [1, 3, width, width],
  );
}

/** Whether a level, taken to −1…1 and back in float32, falls short of itself. */
function truncated(level: number): boolean {
  const { fround } = Math;
  const value = fround(fround(level / 127.5) - 1);
  return Math.floor(fround(fround(value + 1) * 127.5)) < level;
}
