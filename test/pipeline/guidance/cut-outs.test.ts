import { expect, test } from 'vitest';
import { addBack, cutOut, cutOutBoxes } from '../../../src/pipeline/guidance/cut-outs.ts';
import { resize } from '../../../src/pipeline/image/resample.ts';
import { dot } from '../../../src/pipeline/math/numeric.ts';
import { gaussian, uniform } from '../../../src/pipeline/math/random.ts';

const noise = gaussian(3);
const random = (...dims: number[]) => ({ data: noise(dims.reduce((a, b) => a * b)), dims });
const region = { left: 10, top: 4, width: 30, height: 30 };

test.each([
  { left: 3, top: 5, width: 17, height: 17 },
  { left: 0, top: 0, width: 40, height: 40 },
  { left: 20, top: 10, width: 5, height: 5 },
])('Cutting out and adding back are adjoint: ⟨A·x, y⟩ = ⟨x, Aᵀ·y⟩, for $width pixels.', box => {
  const [x, y] = [random(1, 3, 40, 40), random(1, 3, 16, 16)];
  const back = { data: new Float32Array(x.data.length), dims: x.dims };
  addBack(back, box, y);
  expect(dot(cutOut(x, box, 16).data, y.data)).toBeCloseTo(dot(x.data, back.data), 2);
});

test('A cut-out of everything is the resized image.', () => {
  const x = random(1, 3, 40, 40);
  const cut = cutOut(x, { left: 0, top: 0, width: 40, height: 40 }, 16).data;
  for (const [i, v] of resize(x, 16, 16).data.entries()) expect(cut[i]).toBeCloseTo(v, 5);
});

test('The first cut-out is the whole region, the others are parts of it.', () => {
  const boxes = cutOutBoxes(region, 20, uniform(1));
  expect(boxes[0]).toEqual(region);
  for (const { left, top, width, height } of boxes) {
    expect(width).toBeGreaterThanOrEqual(18);
    expect(left).toBeGreaterThanOrEqual(10);
    expect(top).toBeGreaterThanOrEqual(4);
    expect(left + width).toBeLessThanOrEqual(40);
    expect(top + height).toBeLessThanOrEqual(34);
  }
});

test('The same seed gives the same cut-outs, another seed gives others.', () => {
  const boxes = (seed: number) => cutOutBoxes(region, 4, uniform(seed));
  expect(boxes(1)).toEqual(boxes(1));
  expect(boxes(1)).not.toEqual(boxes(2));
});
