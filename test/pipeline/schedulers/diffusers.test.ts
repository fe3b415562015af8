import { describe, expect, test } from 'vitest';
import { createScheduler, schedulerConfig } from '../../../src/pipeline/schedulers/index.ts';
import { initNoise, maxError, original, type PinnedRun, readFixture, repeatRun } from './fixtures.ts';

/** 1e-4; a run from σ = 4096 (zero terminal SNR) passes through float32 values of that size in diffusers. */
const toleranceOf = ({ initNoiseSigma }: PinnedRun): number => 1e-4 * Math.max(1, initNoiseSigma / 200);

const files = ['ddim', 'pndm', 'dpm-solver', 'dpm-solver-20', 'euler', 'lcm'];
const runs = files.flatMap(file => readFixture<PinnedRun[]>(file));

/** `EulerDiscreteScheduler, beta_schedule scaled_linear, …` */
const describeConfig = ({ _class_name, ...options }: PinnedRun['config']): string =>
  [_class_name, ...Object.entries(options).map(([key, value]) => `${key} ${value}`)].join(', ');

describe.each(runs.map(run => [describeConfig(run.config), run] as const))('%s', (_, run) => {
  const scheduler = createScheduler(schedulerConfig(run.config), run.steps);

  test('It visits the timesteps that diffusers visits.', () => {
    expect(scheduler.timesteps).toHaveLength(run.timesteps.length);
    expect(maxError(scheduler.timesteps, run.timesteps)).toBeLessThanOrEqual(5e-3);
  });

  test('It has the latents of diffusers after every step.', () => {
    const errors = repeatRun(run).map((latents, i) => maxError(latents.data, run.latents[i]));
    expect(errors).toHaveLength(run.latents.length);
    expect(Math.max(...errors)).toBeLessThanOrEqual(toleranceOf(run));
  });

  test('It starts from as much noise and adds as much as diffusers.', () => {
    expect(maxError([scheduler.initNoiseSigma], [run.initNoiseSigma])).toBeLessThanOrEqual(toleranceOf(run));
    const errors = [0, 4, 9].map((index, i) =>
      maxError(scheduler.addNoise(original, initNoise, index).data, run.noised[i]),
    );
    expect(Math.max(...errors)).toBeLessThanOrEqual(toleranceOf(run));
  });
});
