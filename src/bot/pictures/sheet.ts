import sharp from 'sharp';
import { loadPicture } from '../../pipeline/image/load.ts';
import { contactSheet, flatten, type Rendering } from '../../pipeline/image/render.ts';
import { badge } from './badge.ts';

/** Panels are fitted into this many pixels a side. */
const PANEL = 640;

/**
 * Pictures side by side in rows of `columns`, each with a badge in its corner where it has a label, as PNG.
 * Panels take the size of the first.
 */
export async function sheetOf(
  pictures: readonly { readonly bytes: Buffer; readonly label?: string }[],
  columns: number,
): Promise<Buffer> {
  const panels = await Promise.all(
    pictures.map(async ({ bytes, label }) => {
      const panel = await panelOf(bytes);
      return label === undefined ? panel : badge(panel, label);
    }),
  );
  const { width, height, rgb } = contactSheet(panels, columns);
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
}

async function panelOf(bytes: Buffer): Promise<Rendering> {
  const { width, height, rgb } = flatten(await loadPicture(bytes));
  const { data, info } = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .resize({ width: PANEL, height: PANEL, fit: 'inside' })
    .raw()
    .toBuffer({ resolveWithObject: true });
  return {
    width: info.width,
    height: info.height,
    rgb: new Uint8Array(data.buffer, data.byteOffset, data.byteLength),
  };
}
