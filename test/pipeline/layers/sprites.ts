import { BACKGROUNDS } from '../../../src/pipeline/layers/matte.ts';
import type { Tensor } from '../../../src/pipeline/math/tensor.ts';

/** Coverage and colour of a point of a square, both known. */
export type Painter = (x: number, y: number) => { alpha: number; colour: readonly [number, number, number] };

/** What a painter paints on a flat background, `[1, 3, side, side]`. */
function onGround(paint: Painter, background: number, side: number): Tensor {
  const plane = side * side;
  const data = new Float32Array(3 * plane);
  for (let i = 0; i < plane; i++) {
    const { alpha, colour } = paint(i % side, Math.floor(i / side));
    for (let c = 0; c < 3; c++) data[c * plane + i] = alpha * colour[c] + (1 - alpha) * background;
  }
  return { data, dims: [1, 3, side, side] };
}

/** The same on the light and the dark background. */
export const onBoth = (paint: Painter, side: number): [Tensor, Tensor] => [
  onGround(paint, BACKGROUNDS[0], side),
  onGround(paint, BACKGROUNDS[1], side),
];

/** A disc with a soft edge of one pixel. */
export const disc =
  (side: number, radius: number, colour: readonly [number, number, number]): Painter =>
  (x, y) => {
    const distance = Math.hypot(x + 0.5 - side / 2, y + 0.5 - side / 2);
    return { alpha: Math.max(0, Math.min(1, radius - distance + 0.5)), colour };
  };
