import { PRESENT } from '../../src/pipeline/calibrate/index.ts';
import { renderHeat } from '../../src/pipeline/image/heat.ts';
import { contactSheet, type Rendering } from '../../src/pipeline/image/render.ts';
import { viewOf } from '../../src/pipeline/image/view.ts';
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
  return contactSheet(failed.map(panelOf), Math.min(COLUMNS, failed.length));
}

/** The heat map fitted into a square, on black. */
function panelOf({ picture, heat }: Trial): Rendering {
  const { width, height, rgb } = renderHeat(picture, heat);
  const scale = PANEL / Math.max(width, height);
  const [w, h] = [Math.round(width * scale), Math.round(height * scale)];
  const small = viewOf({ width, height, rgb }, { left: 0, top: 0, width, height }, w, h).data;
  const panel = new Uint8Array(PANEL * PANEL * 3);
  for (let y = 0; y < h; y++) {
    for (let x = 0; x < w; x++) {
      for (let c = 0; c < 3; c++)
        panel[(y * PANEL + x) * 3 + c] = Math.round(((small[(c * h + y) * w + x] + 1) / 2) * 255);
    }
  }
  return { width: PANEL, height: PANEL, rgb: panel };
}
