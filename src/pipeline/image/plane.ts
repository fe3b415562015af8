import type { Tensor } from '../tensor.ts';
import type { GreyPicture } from './picture.ts';

/** A grey picture as `[1, 1, height, width]`, in which 255 becomes `white`. */
export function planeOf({ width, height, data }: GreyPicture, white = 255): Tensor {
  const plane = new Float32Array(data.length);
  const unit = white / 255;
  for (let i = 0; i < data.length; i++) plane[i] = data[i] * unit;
  return { data: plane, dims: [1, 1, height, width] };
}
