import type { EditResult } from '../../../src/pipeline/edit.ts';
import { planeOf } from '../../../src/pipeline/image/plane.ts';
import { resize } from '../../../src/pipeline/image/resample.ts';
import { clipped } from '../../../src/pipeline/image/window.ts';

/**
 * The segmenter's threshold for the new object, as when the mask is tightened; it is less confident of what
 * is painted softly.
 */
const SEEN = Math.log(0.35 / 0.65);
/** Dilation of its coarse outline, in pixels of the pack's window. */
const BLUR = 2;

/**
 * The new object's mask in the picture, 0 to 255. Only here depends it on how the pack composites: for
 * windows, what the segmenter finds of the new object; for layers, the exact matte.
 */
export function newThing({ regions, layers, matte, mask: { width, height } }: EditResult): Uint8Array {
  if (layers.length > 0) return matte.data;
  const whole = new Uint8Array(width * height);
  for (const { encoded, target } of regions) {
    if (target === undefined) continue;
    const { window } = encoded.candidate;
    const side = target.dims[3];
    const seen = { width: side, height: side, data: Uint8Array.from(target.data, v => (v > SEEN ? 255 : 0)) };
    const blur = (BLUR * window.width) / 256;
    const plane = resize(planeOf(seen), window.width, window.height).data;
    const { left, top, right, bottom } = clipped(window, width, height);
    for (let y = top; y < bottom; y++) {
      for (let x = left; x < right; x++) {
        const at = (dx: number, dy: number) =>
          plane[
            clamp(y - window.top + dy, window.height) * window.width +
              clamp(x - window.left + dx, window.width)
          ];
        const value = Math.max(at(0, 0), at(-blur, 0), at(blur, 0), at(0, -blur), at(0, blur));
        whole[y * width + x] = Math.max(whole[y * width + x], Math.round(value));
      }
    }
  }
  return whole;
}

const clamp = (at: number, length: number): number => Math.max(0, Math.min(length - 1, Math.round(at)));
