import fc from 'fast-check';
import { InferenceSession, Tensor as OrtTensor } from 'onnxruntime-node';
import { expect } from 'vitest';
import { cotangentName, vjp } from '../../../src/pipeline/autodiff/vjp.ts';
import { gaussian } from '../../../src/pipeline/math/random.ts';
import type { Tensor } from '../../../src/pipeline/math/tensor.ts';
import { type Model, writeModel } from '../../../src/pipeline/onnx/model.ts';
import type { Case } from './cases.ts';

/** Step of the differences: the outer ones are 2 · 0.02 away, less than half of what numbers are apart. */
const STEP = 0.02;

export type Runner = (feeds: Readonly<Record<string, Tensor>>) => Promise<Readonly<Record<string, Tensor>>>;

/** A model as a function on float32 tensors. */
export async function runner(model: Model): Promise<Runner> {
  const session = await InferenceSession.create(writeModel(model), {
    logSeverityLevel: 4,
    intraOpNumThreads: 1,
  });
  return async feeds => {
    const cast = Object.entries(feeds).map(([name, { data, dims }]): [string, OrtTensor] => [
      name,
      new OrtTensor('float32', data, dims),
    ]);
    const found = await session.run(Object.fromEntries(cast));
    return Object.fromEntries(
      Object.entries(found).map(([name, { data, dims }]) => [name, { data: data as Float32Array, dims }]),
    );
  };
}

/**
 * Central differences of fourth order of Σ w·y in every element of one input: (8·(f₁ − f₋₁) − (f₂ −
 * f₋₂))/12h. What the outputs are weighted with is summed in float64.
 */
async function differences(
  forward: Runner,
  { inputs, outputs }: Case,
  weights: Readonly<Record<string, Float32Array>>,
  name: string,
): Promise<number[]> {
  const lossAt = async (index: number, offset: number) => {
    const data = inputs[name].data.slice();
    data[index] += offset;
    const found = await forward({ ...inputs, [name]: { data, dims: inputs[name].dims } });
    return outputs.reduce((sum, y) => found[y].data.reduce((s, v, i) => s + v * weights[y][i], sum), 0);
  };
  const slopes: number[] = [];
  for (let i = 0; i < inputs[name].data.length; i++) {
    const [near, far] = [
      (await lossAt(i, STEP)) - (await lossAt(i, -STEP)),
      (await lossAt(i, 2 * STEP)) - (await lossAt(i, -2 * STEP)),
    ];
    slopes.push((8 * near - far) / (12 * STEP));
  }
  return slopes;
}

/**
 * The largest difference, as a part of the largest number that is expected, or of `least` where that is more.
 */
export function relativeError(found: ArrayLike<number>, expected: ArrayLike<number>, least = 1e-6): number {
  expect(found.length).toBe(expected.length);
  let [difference, largest] = [0, least];
  for (let i = 0; i < expected.length; i++) {
    difference = Math.max(difference, Math.abs(found[i] - expected[i]));
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  return Number.isNaN(difference) ? Infinity : difference / largest;
}

/** Expects the vector–Jacobian product by every input to be what finite differences say, within 1e-3. */
export async function expectDerivative(one: Case): Promise<void> {
  const wrt = Object.keys(one.inputs);
  const forward = await runner(one.model);
  const shapes = await forward(one.inputs);
  const backward = await runner(await vjp(one.model, { wrt, of: one.outputs }));
  const noise = gaussian(7);
  const weights = Object.fromEntries(one.outputs.map(name => [name, noise(shapes[name].data.length)]));
  const cotangents = one.outputs.map((name): [string, Tensor] => [
    cotangentName(name),
    { data: weights[name], dims: shapes[name].dims },
  ]);
  const found = await backward({ ...one.inputs, ...Object.fromEntries(cotangents) });
  for (const name of wrt) {
    const { data, dims } = found[cotangentName(name)];
    expect(dims).toEqual(one.inputs[name].dims);
    // A slope near 0 is what is left of terms near 1, which differences in float32 know to some digits only.
    expect(relativeError(data, await differences(forward, one, weights, name), 0.1)).toBeLessThan(1e-3);
  }
}

/** The same for as many random cases; the seed is fixed, so that a run repeats the last. */
export const expectDerivatives = (cases: fc.Arbitrary<Case>, numRuns = 20): Promise<void> =>
  fc.assert(fc.asyncProperty(cases, expectDerivative), { numRuns, seed: 11, endOnFailure: true });
