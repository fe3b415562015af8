import { expect, test } from 'vitest';
import { createScheduler, schedulerConfig } from '../../../src/pipeline/schedulers/index.ts';
import { roundHalfToEven } from '../../../src/pipeline/schedulers/numeric.ts';
import { maxError, type PinnedRun, readFixture } from './fixtures.ts';

interface PinnedTimesteps {
  readonly config: PinnedRun['config'];
  /** By the number of steps. */
  readonly timesteps: Readonly<Record<string, number[]>>;
}

const schedules = readFixture<PinnedTimesteps[]>('timesteps').map(
  pinned => [Object.values(pinned.config).join(', '), pinned] as const,
);

test.each(schedules)(
  'The timesteps of %s are those of diffusers from one step up.',
  (_, { config, timesteps }) => {
    for (const [steps, expected] of Object.entries(timesteps)) {
      const actual = createScheduler(schedulerConfig(config), Number(steps)).timesteps;
      expect(actual).toHaveLength(expected.length);
      expect(maxError(actual, expected), `${steps} steps`).toBeLessThanOrEqual(5e-3);
    }
  },
);

test('Halves are rounded to the even neighbour, on both sides of zero.', () => {
  expect([0.5, 1.5, 2.5, 62.5, -0.5, -1.5, 2.4, 2.6].map(roundHalfToEven)).toEqual([
    0, 2, 2, 62, -0, -2, 2, 3,
  ]);
});

test('Steps that do not fit the training timesteps are refused with both numbers.', () => {
  const ddim = { _class_name: 'DDIMScheduler' } as const;
  expect(() => createScheduler(ddim, 0)).toThrow('0 steps: must be a whole number from 1 to 1000');
  expect(() => createScheduler(ddim, 2.5)).toThrow('2.5 steps: must be a whole number from 1 to 1000');
  expect(() => createScheduler(ddim, 1001)).toThrow('1001 steps: must be a whole number from 1 to 1000');
  expect(() => createScheduler({ ...ddim, steps_offset: 1 }, 1000)).toThrow(
    '1000 steps with steps_offset 1 start at timestep 1000, past the last of 1000',
  );
  expect(() => createScheduler({ _class_name: 'LCMScheduler' }, 51)).toThrow(
    '51 steps are more than the 50 original_inference_steps',
  );
});
