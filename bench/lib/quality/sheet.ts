import type { EditResult } from '../../../src/pipeline/edit.ts';
import { contactSheet, overlay, type Rendering } from '../../../src/pipeline/image/render.ts';
import type { QualityScene } from '../../../synthetic-scenes/held-out/scenes.ts';
import { squarePanel } from '../panel.ts';

/**
 * What is shown of a scene: source with the mask found | target gone | what it truly is without | replaced.
 */
const SHEET_COLUMNS = 4;
const PANEL = 300;

export interface Shown {
  readonly scene: QualityScene;
  readonly mask?: Uint8Array | undefined;
  readonly erased?: EditResult | undefined;
  readonly replaced?: EditResult | undefined;
}

/** A row of four panels for each scene. */
export const sheetOf = (shown: readonly Shown[]): Rendering =>
  contactSheet(shown.flatMap(rowOf), SHEET_COLUMNS);

function rowOf({ scene, mask, erased, replaced }: Shown): Rendering[] {
  const { width, height, image, without } = scene;
  const source = { width, height, rgb: image };
  const found = mask === undefined ? source : overlay(source, { width, height, data: mask });
  const ofResult = (result: EditResult | undefined) =>
    result === undefined ? source : { width, height, rgb: result.image.rgb as Uint8Array };
  return [found, ofResult(erased), { width, height, rgb: without }, ofResult(replaced)].map(picture =>
    squarePanel(picture, PANEL),
  );
}
