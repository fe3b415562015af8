import { throwIfCancelled } from '../../errors.ts';
import type { GuidanceMeter } from '../guidance/gradient.ts';
import type { Pack } from '../models/pack.ts';
import { type EditHooks, STAGES, type Stage } from './events.ts';

/** Milliseconds of wall time; `sessionRunMs` is the part spent inside ONNX Runtime. */
export interface Timings {
  readonly totalMs: number;
  readonly sessionRunMs: number;
  readonly stages: Readonly<Record<Stage, number>>;
  /** What guiding by gradients cost, as a part of `denoise`. */
  readonly guidance: Readonly<GuidanceMeter>;
}

/** Times the stages of one edit and announces each; a stage that runs several times adds up. */
export function stageTimer(pack: Pack, { onEvent, signal }: EditHooks) {
  const start = performance.now();
  const runsBefore = pack.stopwatch.sessionRunMs;
  const stages = Object.fromEntries(STAGES.map(stage => [stage, 0])) as Record<Stage, number>;
  const guidance: GuidanceMeter = { steps: 0, gradients: 0, ms: 0 };
  return {
    guidance,
    async stage<T>(stage: Stage, work: () => T | Promise<T>): Promise<T> {
      throwIfCancelled(signal);
      onEvent?.({ type: 'stage', stage });
      const begin = performance.now();
      const result = await work();
      stages[stage] += performance.now() - begin;
      return result;
    },
    timings: (): Timings => ({
      totalMs: performance.now() - start,
      sessionRunMs: pack.stopwatch.sessionRunMs - runsBefore,
      stages: { ...stages },
      guidance: { ...guidance },
    }),
  };
}
