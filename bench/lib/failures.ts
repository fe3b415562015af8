import { PRESENT } from '../../src/pipeline/calibrate/index.ts';
import { renderHeat } from '../../src/pipeline/image/heat.ts';
import { contactSheet, type Rendering } from '../../src/pipeline/image/render.ts';
import { squarePanel } from './panel.ts';
import type { Trial } from './trials.ts';

/** A present thing counts as failed below this intersection over union. */
const POOR = 0.5;
const PANEL = 320;
const COLUMNS = 6;

/** What went wrong with a trial, in a word; undefined when nothing did. */
export function failureOf({ present, best, iouSecondLook }: Trial): string | undefined {
  const found = (best?.score ?? 0) > PRESENT;
  if (present) return !found ? 'missed' : iouSecondLook < POOR ? 'misplaced' : undefined;
  return found ? 'invented' : undefined;
}

/** The heat maps of the failed trials on square panels, in order. */
export function failureSheet(failed: readonly Trial[]): Rendering {
  return contactSheet(
    failed.map(({ picture, heat }) => squarePanel(renderHeat(picture, heat), PANEL)),
    Math.min(COLUMNS, failed.length),
  );
}
