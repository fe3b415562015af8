import type { Job, Result } from './contracts.ts';

/** How long one finished run took, and what it was asked for. */
export interface Sample {
  readonly pack: string;
  readonly steps: number;
  /** Candidates of one batch. */
  readonly bestOf: number;
  /** Of one step of one candidate. */
  readonly stepMs: number;
  /** Everything but the steps. */
  readonly restMs: number;
}

/** What of a job its estimated time depends on. */
export type Work = Pick<Job, 'kind' | 'pack' | 'base'> & { readonly runs?: readonly object[] };

/** What of a request its time depends on. */
interface Tempo {
  readonly steps?: number;
  readonly bestOf?: number;
}

/** Job that is ahead: its work, and since when it has been worked on. */
export interface Ahead {
  readonly work: Work;
  readonly activeMs?: number | undefined;
}

/** The runs of a finished job as samples; of refusals and of finding alone there are none. */
export function samplesOf(result: Result): Sample[] {
  if (result.outcome !== 'done') return [];
  return result.runs.map(({ report: { pack, recipe, timings } }) => {
    const { steps, bestOf } = recipe;
    const denoiseMs = timings.stages.denoise;
    return {
      pack: pack.name,
      steps,
      bestOf,
      stepMs: denoiseMs / (steps * bestOf),
      restMs: timings.totalMs - denoiseMs,
    };
  });
}

/** Milliseconds a job will take, from medians of the samples of its pack; undefined without samples. */
export function estimateMs(work: Work, samples: readonly Sample[]): number | undefined {
  const pack = work.pack ?? samples[0]?.pack;
  const own = samples.filter(sample => sample.pack === pack);
  if (own.length === 0) return undefined;
  const typical = (field: 'steps' | 'bestOf' | 'stepMs' | 'restMs') =>
    median(own.map(sample => sample[field]));
  // Finding is one stage of several, and the only one that has to be waited for: the rest of an edit bounds
  // it.
  if (work.kind === 'mask') return typical('restMs');
  const times = (work.runs ?? [{}]).map(run => {
    const { steps, bestOf } = { ...work.base, ...run } as Tempo;
    const candidates = (steps ?? typical('steps')) * (bestOf ?? typical('bestOf'));
    return typical('restMs') + typical('stepMs') * candidates;
  });
  return times.reduce((sum, ms) => sum + ms, 0);
}

/**
 * Estimates the milliseconds left of a job; undefined without samples. Jobs of the same work are
 * estimated once.
 */
export function remaining(samples: readonly Sample[]): (job: Ahead) => number | undefined {
  const known = new Map<string, number | undefined>();
  return ({ work, activeMs = 0 }) => {
    const { kind, pack, base, runs } = work;
    const { steps, bestOf } = base as Tempo;
    const paces = runs?.map(run => [(run as Tempo).steps, (run as Tempo).bestOf]);
    const key = JSON.stringify([kind, pack, steps, bestOf, paces]);
    if (!known.has(key)) known.set(key, estimateMs(work, samples));
    const estimate = known.get(key);
    return estimate === undefined ? undefined : Math.max(0, estimate - activeMs);
  };
}

/**
 * Milliseconds until a job is done: the work ahead of it, divided by the number of busy workers, and the job
 * itself. When jobs wait, every worker is busy: so the number of running jobs is that of workers.
 */
export function etaMs(
  own: Ahead,
  ahead: { readonly workMs: number; readonly workers: number },
  samples: readonly Sample[],
): number | undefined {
  const mine = remaining(samples)(own);
  return mine === undefined ? undefined : ahead.workMs / Math.max(1, ahead.workers) + mine;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}
