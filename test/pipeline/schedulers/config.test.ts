import { expect, test } from 'vitest';
import { createScheduler, SCHEDULERS, schedulerConfig } from '../../../src/pipeline/schedulers/index.ts';

const stableDiffusion = {
  _class_name: 'PNDMScheduler',
  _diffusers_version: '0.6.0',
  beta_start: 0.00085,
  beta_end: 0.012,
  beta_schedule: 'scaled_linear',
  clip_sample: false,
  num_train_timesteps: 1000,
  set_alpha_to_one: false,
  skip_prk_steps: true,
  steps_offset: 1,
  trained_betas: null,
};

const create = (json: object, steps = 10) => createScheduler(schedulerConfig(json), steps);

test.each([
  [
    { _class_name: 'HeunScheduler' },
    '_class_name "HeunScheduler" is not supported; supported: DDIMScheduler, PNDM',
  ],
  [
    { beta_schedule: 'exp' },
    'beta_schedule "exp" is not supported; supported: linear, scaled_linear, squaredcos',
  ],
  [
    { prediction_type: 'flow' },
    'prediction_type "flow" is not supported; supported: epsilon, v_prediction, sample',
  ],
  [
    { timestep_spacing: 'even' },
    'timestep_spacing "even" is not supported; supported: leading, trailing, linspace',
  ],
  [{ num_train_timesteps: 'many' }, 'num_train_timesteps "many": Invalid input: expected number'],
  [
    { prediction_type: 'sample' },
    'prediction_type of PNDMScheduler "sample" is not supported; supported: epsilon, v',
  ],
  [{ skip_prk_steps: false }, 'skip_prk_steps of PNDMScheduler false is not supported; supported: true'],
  [
    { _class_name: 'DPMSolverMultistepScheduler', solver_order: 3 },
    'solver_order of DPMSolverMultistepScheduler 3 is not supported; supported: 1, 2',
  ],
  [
    { _class_name: 'DPMSolverMultistepScheduler', algorithm_type: 'sde-dpmsolver++' },
    'algorithm_type of DPMSolverMultistepScheduler "sde-dpmsolver++" is not supported; supported: dpmsolver++',
  ],
  [
    { _class_name: 'EulerDiscreteScheduler', sigma_max: 80 },
    'sigma_max of EulerDiscreteScheduler 80 is not supported; supported: none',
  ],
])('A config with %j is refused by key, value and what is supported.', (change, message) => {
  expect(() => create({ ...stableDiffusion, ...change })).toThrow(`scheduler config: ${message}`);
});

test('A config without a class is refused.', () => {
  expect(() => create({})).toThrow('scheduler config: _class_name undefined is not supported');
});

test('Options of another class do not matter to a scheduler that never reads them.', () => {
  const json = { ...stableDiffusion, _class_name: 'DDIMScheduler', skip_prk_steps: false, solver_order: 3 };
  expect(create(json).timesteps).toEqual([901, 801, 701, 601, 501, 401, 301, 201, 101, 1]);
});

test.each(Object.keys(SCHEDULERS))(
  'A pack of Stable Diffusion can be sampled with %s on the same noise.',
  name => {
    const { alphaCumprod } = create({ ...stableDiffusion, timestep_spacing: 'trailing' });
    const other = createScheduler(
      schedulerConfig({ ...stableDiffusion, timestep_spacing: 'trailing' }, name),
      10,
    );
    expect(other.timesteps[0]).toBe(999);
    expect(other.alphaCumprod(0)).toBeCloseTo(alphaCumprod(0), 12);
  },
);

test('Another solver keeps the betas that its pack only implied, the prediction type and unclipped latents.', () => {
  const lcm = { _class_name: 'LCMScheduler', prediction_type: 'v_prediction' };
  expect(schedulerConfig(lcm, 'ddim')).toMatchObject({
    _class_name: 'DDIMScheduler',
    beta_start: 0.00085,
    beta_end: 0.012,
    beta_schedule: 'scaled_linear',
    clip_sample: false,
    prediction_type: 'v_prediction',
  });
});

test('Another solver spaces its timesteps its own way unless the pack states a spacing.', () => {
  const euler = (json: object) => createScheduler(schedulerConfig(json, 'euler'), 4).timesteps;
  expect(euler(stableDiffusion)).toEqual([999, 666, 333, 0]);
  expect(euler({ ...stableDiffusion, timestep_spacing: 'leading' })).toEqual([751, 501, 251, 1]);
});

test('The pack’s own solver by name is the pack’s config, so that what it asks for is not glossed over.', () => {
  expect(schedulerConfig(stableDiffusion, 'pndm')).toEqual(schedulerConfig(stableDiffusion));
  expect(schedulerConfig({ ...stableDiffusion, skip_prk_steps: false }, 'pndm').skip_prk_steps).toBe(false);
});

test('A name that nobody uses is refused with those that are.', () => {
  expect(() => schedulerConfig(stableDiffusion, 'toString')).toThrow(
    'scheduler "toString" is not supported; supported: ddim, pndm, dpm++, euler, lcm',
  );
});
