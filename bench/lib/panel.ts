import type { Rendering } from '../../src/pipeline/image/render.ts';
import { viewOf } from '../../src/pipeline/image/view.ts';

/** A picture fitted into a square of `side` pixels, on black. */
export function squarePanel({ width, height, rgb }: Rendering, side: number): Rendering {
  const scale = side / Math.max(width, height);
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  const small = viewOf({ width, height, rgb }, { left: 0, top: 0, width, height }, w, h).data;
  const panel = new Uint8Array(side * side * 3);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let c = 0; c < 3; c++)
        panel[(y * side + x) * 3 + c] = Math.round(((small[(c * h + y) * w + x] + 1) / 2) * 255);
    }
  }
  return { width: side, height: side, rgb: panel };
}
