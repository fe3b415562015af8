import type { QualityScene } from '../../../synthetic-scenes/held-out/scenes.ts';
import { wilson } from '../wilson.ts';
import type { Findings } from './find.ts';

/** What was found in one scene. */
export interface Sample {
  readonly scene: Pick<QualityScene, 'tier' | 'traits'>;
  readonly findings: Findings;
}

/** Keys of which the worst tenth is reported as well. */
const WITH_TENTH = ['erasePsnr', 'erasePsnrTrue'];
/** Half the scenes are drawn as the training's are; the others are not. */
const HALVES = {
  '': () => true,
  Old: ({ scene }: Sample) => scene.tier === 'trained',
  New: ({ scene }: Sample) => scene.tier !== 'trained',
} as const;

/** Means by key, over all scenes and over each half, and a line for each with its interval. */
export function figuresOf(samples: readonly Sample[]): {
  figures: Record<string, number>;
  intervals: string[];
} {
  const keys = [...new Set(samples.flatMap(({ findings }) => Object.keys(findings)))];
  const figures: Record<string, number> = {};
  const intervals: string[] = [];
  for (const key of keys) {
    for (const [half, isIn] of Object.entries(HALVES)) {
      const values = valuesOf(samples.filter(isIn), key);
      if (values.length === 0) continue;
      figures[key + half] = meanOf(values);
      if (WITH_TENTH.includes(key)) figures[`${key}P10${half}`] = tenthOf(values);
      intervals.push(`${key}${half} ${intervalOf(values)} of ${values.length}`);
    }
  }
  return { figures, intervals };
}

/** A share by trait: how the hard kinds of scenes fare. */
export function byTrait(samples: readonly Sample[], key: string): string {
  const traits = [...new Set(samples.flatMap(({ scene }) => scene.traits))].sort();
  const told = traits.map(trait => {
    const values = valuesOf(
      samples.filter(({ scene }) => scene.traits.includes(trait)),
      key,
    );
    return `${trait} ${meanOf(values).toFixed(2)} of ${values.length}`;
  });
  return `${key} by kind of scene: ${told.join(', ')}`;
}

const valuesOf = (samples: readonly Sample[], key: string): number[] =>
  samples.flatMap(({ findings }) => (findings[key] === undefined ? [] : [Number(findings[key])]));

const meanOf = (values: readonly number[]): number =>
  values.length === 0 ? Number.NaN : values.reduce((a, b) => a + b, 0) / values.length;

const tenthOf = (values: readonly number[]): number =>
  values.toSorted((a, b) => a - b)[Math.floor(values.length / 10)];

/**
 * The 95% interval of a mean; Wilson's where every value is 0 or 1, as the normal one is empty where all
 * agree.
 */
function intervalOf(values: readonly number[]): string {
  const [n, mean] = [values.length, meanOf(values)];
  if (values.every(value => value === 0 || value === 1)) {
    const { low, high } = wilson(mean, n);
    return `${low.toFixed(3)}–${high.toFixed(3)}`;
  }
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, n - 1);
  const half = 1.96 * Math.sqrt(variance / n);
  return `${(mean - half).toPrecision(3)}–${(mean + half).toPrecision(3)}`;
}
