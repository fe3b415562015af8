import { readFileSync } from 'node:fs';
import { scale, type Tensor, tensor } from '../../../src/pipeline/math/tensor.ts';
import { createScheduler, schedulerConfig } from '../../../src/pipeline/schedulers/index.ts';

/** One run of a diffusers scheduler, as `make.py` beside the fixtures pins it. */
export interface PinnedRun {
  readonly config: Readonly<Record<string, unknown>>;
  readonly steps: number;
  readonly initNoiseSigma: number;
  readonly timesteps: readonly number[];
  /** The original at the levels of steps 0, 4 and 9. */
  readonly noised: readonly (readonly number[])[];
  /** The latents after every step. */
  readonly latents: readonly (readonly number[])[];
}

export const readFixture = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../fixtures/schedulers/${name}.json`, import.meta.url), 'utf8'));

type Inputs = Record<'shape' | 'original' | 'initNoise', number[]> & { stepNoises: number[][] };
const { shape, ...inputs } = readFixture<Inputs>('inputs');
const latent = (values: readonly number[]): Tensor => tensor(Float32Array.from(values), shape);

export const original = latent(inputs.original);
export const initNoise = latent(inputs.initNoise);
export const stepNoises = inputs.stepNoises.map(latent);

/** The toy model of `make.py`: u = sample + timestep / 1000, output = 2u / (1 + u²). */
function toyModel(sample: Tensor, timestep: number): Tensor {
  const output = (u: number): number => (2 * u) / (1 + u * u);
  return { data: sample.data.map(v => output(v + timestep / 1000)), dims: sample.dims };
}

/** Our latents after every step of the same run. */
export function repeatRun({ config, steps }: PinnedRun): Tensor[] {
  const scheduler = createScheduler(schedulerConfig(config), steps);
  const draws = stepNoises.values();
  let latents = scale(scheduler.initNoiseSigma, initNoise);
  return scheduler.timesteps.map((timestep, index) => {
    const output = toyModel(scheduler.scaleModelInput(latents, index), timestep);
    latents = scheduler.step(output, latents, index, () => draws.next().value!);
    return latents;
  });
}

/**
 * The largest difference; for values over 100, where float32 itself is coarser, in units of a hundredth of
 * the value.
 */
export const maxError = (actual: ArrayLike<number>, expected: ArrayLike<number>): number =>
  Math.max(...Array.from(expected, (v, i) => Math.abs(actual[i] - v) / Math.max(1, Math.abs(v) / 100)));
