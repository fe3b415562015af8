import { expect, test } from 'vitest';
import { combine } from '../../../src/pipeline/math/tensor.ts';
import { modelOutputFor, predictOriginalSample } from '../../../src/pipeline/schedulers/prediction.ts';
import { initNoise, maxError, original } from './fixtures.ts';

const types = ['epsilon', 'v_prediction', 'sample'] as const;
const alphaCumprod = 0.36; // α = 0.6, σ = 0.8
const sample = combine(0.6, original, 0.8, initNoise);
const velocity = combine(0.6, initNoise, -0.8, original);
const outputs = { epsilon: initNoise, v_prediction: velocity, sample: original };

test.each(types)('The original is found in x = 0.6 x₀ + 0.8 ε by a model that predicts %s.', type => {
  const found = predictOriginalSample(outputs[type], sample, alphaCumprod, type);
  expect(maxError(found.data, original.data)).toBeLessThanOrEqual(1e-6);
});

test.each(types)('The output of a model that predicts %s for a known original is its definition.', type => {
  const output = modelOutputFor(original, sample, alphaCumprod, type);
  expect(maxError(output.data, outputs[type].data)).toBeLessThanOrEqual(1e-6);
});

test.each(types)('An output of %s goes to the original and back unchanged at every level.', type => {
  for (const level of [0.0047, 0.1, 0.5, 0.9, 0.9991]) {
    const there = predictOriginalSample(velocity, sample, level, type);
    const back = modelOutputFor(there, sample, level, type);
    expect(maxError(back.data, velocity.data), `ᾱ ${level}`).toBeLessThanOrEqual(1e-5);
  }
});
