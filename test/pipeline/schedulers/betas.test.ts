import { expect, test } from 'vitest';
import { alphasCumprod } from '../../../src/pipeline/schedulers/betas.ts';
import type { SchedulerConfig } from '../../../src/pipeline/schedulers/config.ts';
import { resolveConfig } from '../../../src/pipeline/schedulers/config.ts';
import { readFixture } from './fixtures.ts';

interface PinnedLevels {
  readonly config: Partial<SchedulerConfig>;
  /** By training timestep. */
  readonly alphasCumprod: Readonly<Record<string, number>>;
}

const levelsOf = (config: Partial<SchedulerConfig>): number[] =>
  alphasCumprod(resolveConfig({ _class_name: 'DDIMScheduler', ...config }));

test.each(
  readFixture<PinnedLevels[]>('alphas-cumprod').map(
    pinned => [JSON.stringify(pinned.config), pinned] as const,
  ),
)('The levels of %s are those of diffusers, whose float32 is good to four digits or five.', (_, pinned) => {
  const levels = levelsOf(pinned.config);
  expect(levels).toHaveLength(1000);
  for (const [t, expected] of Object.entries(pinned.alphasCumprod)) {
    expect(Math.abs(levels[Number(t)] - expected), `timestep ${t}`).toBeLessThanOrEqual(1e-4 * expected);
  }
});

test('Trained betas are multiplied up as they are.', () => {
  expect(levelsOf({ num_train_timesteps: 3, trained_betas: [0.5, 0.5, 0.2] })).toEqual([0.5, 0.25, 0.2]);
});

test('Trained betas of another number than the timesteps are refused with both numbers.', () => {
  expect(() => levelsOf({ trained_betas: [0.5, 0.5] })).toThrow(
    '2 trained_betas for 1000 num_train_timesteps',
  );
});
