import type { Tensor } from '../math/tensor.ts';
import type { PixelFormat } from './manifest.ts';

/** A mean and a deviation of ½ are already those of pictures in −1…1. */
const isPlain = ({ mean, std }: PixelFormat): boolean => [...mean, ...std].every(v => v === 0.5);

/** Pictures in −1…1 → `(value in 0…1 − mean) / std` for each channel. */
export function normalise(x: Tensor, format: PixelFormat): Tensor {
  if (isPlain(format)) return x;
  return perChannel(x, (v, c) => ((v + 1) / 2 - format.mean[c]) / format.std[c]);
}

/** The adjoint of `normalise`: cotangents of a model's pixels → cotangents of pictures in −1…1. */
export function throughNormalise(cotangent: Tensor, format: PixelFormat): Tensor {
  if (isPlain(format)) return cotangent;
  return perChannel(cotangent, (v, c) => v / (2 * format.std[c]));
}

function perChannel(x: Tensor, map: (v: number, channel: number) => number): Tensor {
  const plane = x.dims[2] * x.dims[3];
  return { data: x.data.map((v, i) => map(v, Math.floor(i / plane) % 3)), dims: x.dims };
}
