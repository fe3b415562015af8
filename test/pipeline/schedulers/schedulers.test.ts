import { describe, expect, test } from 'vitest';
import { combine, scale, type Tensor, tensor } from '../../../src/pipeline/math/tensor.ts';
import { createScheduler, SCHEDULERS, schedulerConfig } from '../../../src/pipeline/schedulers/index.ts';
import { modelOutputFor } from '../../../src/pipeline/schedulers/prediction.ts';
import { initNoise, maxError, original, stepNoises } from './fixtures.ts';

const names = Object.keys(SCHEDULERS);
const types = ['epsilon', 'v_prediction', 'sample'] as const;
const stableDiffusion = {
  _class_name: 'DDIMScheduler',
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  clip_sample: false,
  set_alpha_to_one: true,
  timestep_spacing: 'trailing',
};

/**
 * Latents at the end of a run in which the model knows `target`, and the caller changes latents between
 * steps.
 */
function denoise(
  json: object,
  name: string,
  target: Tensor,
  between = (latents: Tensor, _index: number) => latents,
) {
  const scheduler = createScheduler(schedulerConfig(json, name), 10);
  const draws = stepNoises.values();
  let latents = scale(scheduler.initNoiseSigma, initNoise);
  for (const index of scheduler.timesteps.keys()) {
    const input = scheduler.scaleModelInput(latents, index);
    const level = scheduler.alphaCumprod(index);
    const output = modelOutputFor(target, input, level, scheduler.predictionType);
    latents = scheduler.step(output, latents, index, () => draws.next().value!);
    latents = between(latents, index + 1);
  }
  return latents;
}

const pairs = names.flatMap(name => types.map(type => [name, type] as const));
// PLMS does not take x₀, and mixes the v of different timesteps, which differ even when the model is always
// right.
const exact = pairs.filter(([name, type]) => name !== 'pndm' || type === 'epsilon');

test.each(exact)('%s recovers what a perfect model of %s knows.', (name, type) => {
  const found = denoise({ ...stableDiffusion, prediction_type: type }, name, original);
  expect(maxError(found.data, original.data)).toBeLessThanOrEqual(2e-5);
});

test('pndm recovers what a perfect model of v_prediction knows, to the order of its multistep.', () => {
  const found = denoise({ ...stableDiffusion, prediction_type: 'v_prediction' }, 'pndm', original);
  expect(maxError(found.data, original.data)).toBeLessThanOrEqual(0.05);
});

test.each(names)('%s ends with the source outside a mask that is blended in after every step.', name => {
  const { addNoise } = createScheduler(schedulerConfig(stableDiffusion, name), 10);
  const mask = Float32Array.from(original.data, (_, i) => i % 2);
  const target = scale(-1, original);
  const blend = (latents: Tensor, index: number): Tensor => {
    const source = addNoise(original, initNoise, index).data;
    return tensor(
      latents.data.map((v, i) => (mask[i] ? v : source[i])),
      latents.dims,
    );
  };
  const expected = original.data.map((v, i) => (mask[i] ? -v : v));
  expect(maxError(denoise(stableDiffusion, name, target, blend).data, expected)).toBeLessThanOrEqual(2e-5);
});

test.each(names)('%s ends at the original itself without noise.', name => {
  const scheduler = createScheduler(schedulerConfig(stableDiffusion, name), 10);
  expect(scheduler.addNoise(original, initNoise, scheduler.timesteps.length)).toEqual(original);
  expect(scheduler.alphaCumprod(scheduler.timesteps.length)).toBe(1);
});

describe('By hand', () => {
  // ᾱ = 1/2, 1/4
  const twoSteps = { num_train_timesteps: 2, trained_betas: [0.5, 0.5] };
  const two = tensor(Float32Array.of(2), [1]);
  const one = tensor(Float32Array.of(1), [1]);

  test('a DDIM step from x = 2 with ε = 1 and ᾱ = 1/4 is √½ (5 − √3).', () => {
    // x̂₀ = (2 − √¾) / ½ = 4 − √3, then √½ x̂₀ + √½ ε.
    const ddim = createScheduler({ _class_name: 'DDIMScheduler', clip_sample: false, ...twoSteps }, 2);
    expect(ddim.timesteps).toEqual([1, 0]);
    expect(ddim.step(one, two, 0).data[0]).toBeCloseTo(Math.SQRT1_2 * (5 - Math.sqrt(3)), 6);
  });

  test('an Euler step from x = 2 with ε = 1 and σ = √3 to σ = 1 is 3 − √3.', () => {
    const euler = createScheduler({ _class_name: 'EulerDiscreteScheduler', ...twoSteps }, 2);
    expect(euler.initNoiseSigma).toBeCloseTo(Math.sqrt(3), 12);
    expect(euler.step(one, two, 0).data[0]).toBeCloseTo(3 - Math.sqrt(3), 6);
  });

  test('the first steps of DDIM, PLMS and Euler, scaled, agree for one ε.', () => {
    const step = (name: string) => {
      const config = schedulerConfig({ ...stableDiffusion, beta_schedule: 'linear' }, name);
      const scheduler = createScheduler(config, 10);
      const start = scheduler.addNoise(original, initNoise, 0);
      return scheduler.scaleModelInput(scheduler.step(stepNoises[0], start, 0), 1).data;
    };
    expect(maxError(step('pndm'), step('ddim'))).toBeLessThanOrEqual(1e-6);
    expect(maxError(step('euler'), step('ddim'))).toBeLessThanOrEqual(1e-5);
  });
});

test('LCM draws noise between steps only, and throws where it has no source.', () => {
  const lcm = createScheduler(schedulerConfig({ _class_name: 'LCMScheduler' }), 2);
  const fail = (): Tensor => expect.fail('the last step drew noise');
  expect(() => lcm.step(initNoise, original, 0)).toThrow('LCMScheduler draws noise at step 0 of 2');
  const x0 = combine(
    1 / Math.sqrt(lcm.alphaCumprod(1)),
    original,
    -Math.sqrt(1 / lcm.alphaCumprod(1) - 1),
    initNoise,
  );
  expect(maxError(lcm.step(initNoise, original, 1, fail).data, x0.data)).toBeLessThanOrEqual(1e-4);
});
