import type { Tensor } from '../tensor.ts';
import type { PixelFormat } from './manifest.ts';

/** −1…1 → `(value in 0…1 − mean) / std`; a mean and std of one half change nothing. */
export function normalise(x: Tensor, { mean, std }: PixelFormat): Tensor {
  if ([...mean, ...std].every(v => v === 0.5)) return x;
  const plane = x.dims[2] * x.dims[3];
  const data = x.data.map((v, i) => {
    const c = Math.floor(i / plane) % 3;
    return ((v + 1) / 2 - mean[c]) / std[c];
  });
  return { data, dims: x.dims };
}
