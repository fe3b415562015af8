import { expect } from 'vitest';
import type { Loss } from '../../../src/pipeline/guidance/clip-loss.ts';
import { dot } from '../../../src/pipeline/math/numeric.ts';
import { combine, type Tensor } from '../../../src/pipeline/math/tensor.ts';

/** Expects the cotangent of a loss to say how it changes along its own direction. */
export async function expectSlope(loss: (image: Tensor) => Promise<Loss>, at: Tensor): Promise<void> {
  const { cotangent } = await loss(at);
  const length = Math.sqrt(dot(cotangent.data, cotangent.data));
  const step = 0.2 / length;
  const [ahead, behind] = [
    await loss(combine(1, at, step, cotangent)),
    await loss(combine(1, at, -step, cotangent)),
  ];
  expect((ahead.value - behind.value) / (2 * step * length * length)).toBeCloseTo(1, 1);
}
