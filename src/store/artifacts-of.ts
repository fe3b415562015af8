import type { Outcome } from '../queue/contracts.ts';
import type { StoredEdit } from './records.ts';

/** The artifacts of an edit: its picture, and what came of it. */
export const artifactsOf = ({ source, result }: Pick<StoredEdit, 'source' | 'result'>): string[] => [
  source,
  ...(result === undefined ? [] : resultsOf(result)),
];

/** The artifacts that an outcome brings. */
export function resultsOf(outcome: Outcome): string[] {
  if (outcome.outcome === 'done') return outcome.runs.flatMap(run => [run.image, run.mask, run.overlay]);
  if (outcome.outcome === 'found') return [outcome.mask, outcome.overlay, outcome.heat];
  return outcome.outcome === 'refused' && outcome.heat !== undefined ? [outcome.heat] : [];
}

/** Those of an edit's artifacts that its buttons need after delivery. */
export function keptOf({ source, result }: Pick<StoredEdit, 'source' | 'result'>): string[] {
  const runs = result?.outcome === 'done' ? result.runs : [];
  return [source, ...runs.flatMap(run => [run.image, run.overlay])];
}
