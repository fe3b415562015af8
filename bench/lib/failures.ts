import { renderHeat } from '../../src/pipeline/image/heat.ts';
import { contactSheet, type Rendering } from '../../src/pipeline/image/render.ts';
import { squarePanel } from './panel.ts';
import type { Trial } from './trials.ts';

/** A present object counts as failed below this intersection over union. */
const POOR = 0.5;
const PANEL = 320;
const COLUMNS = 6;

/** What went wrong with a trial, in a word; undefined when nothing did. */
export function failureOf({ present, isFound, iouSecondLook }: Trial): string | undefined {
  if (present) return !isFound ? 'missed' : iouSecondLook < POOR ? 'misplaced' : undefined;
  return isFound ? 'invented' : undefined;
}

/** The heat maps of the failed trials on square panels, in order. */
export function failureSheet(failed: readonly Trial[]): Rendering {
  return contactSheet(
    failed.map(({ picture, heat }) => squarePanel(renderHeat(picture, heat), PANEL)),
    Math.min(COLUMNS, failed.length),
  );
}
