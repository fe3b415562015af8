import type { EditOptions } from '../pipeline/options.ts';
import type { RunResult } from '../queue/contracts.ts';
import type { StoredEdit } from './records.ts';

/** A run of a finished edit; `undefined` when there is none. */
export function runOf(edit: StoredEdit, index: number): RunResult | undefined {
  return edit.result?.outcome === 'done' ? edit.result.runs[index] : undefined;
}

/** All options of a run, defaults filled in: the same again is the same picture. */
export function recipeOf(edit: StoredEdit, index: number): EditOptions | undefined {
  return runOf(edit, index)?.report.recipe;
}
