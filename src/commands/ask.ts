import { randomInt } from 'node:crypto';
import type { EditRequest } from '../pipeline/options.ts';
import type { NewEdit } from '../store/records.ts';

/** What a member asks for, before it is known where it is shown and whether there is room for it. */
export interface Ask
  extends Pick<NewEdit, 'layout' | 'source' | 'sourceName' | 'pack' | 'base' | 'runs' | 'note'> {
  readonly parentId?: string | undefined;
  readonly private?: boolean;
}

/**
 * Successive seeds are different drawings, the best fit first: a fresh seed starts a cycle of 2, 3, 4 or 6
 * drawings.
 */
const ROUND = 12;

/** Short enough to be typed again. */
export const freshSeed = (): number => 1 + ROUND * randomInt(0, 80_000);

/** One run for each of `count` seeds. */
export const seeds = (first: number, count: number): Partial<EditRequest>[] =>
  Array.from({ length: count }, (_, i) => ({ seed: first + i }));

/** Guidance scales of a ladder, from loose to strict. */
export const LADDER = [1, 1.5, 2, 3, 5, 8] as const;
