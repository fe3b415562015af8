import type { Box } from './picture.ts';

/** Sides of a box. */
export const longerSide = ({ width, height }: Box): number => Math.max(width, height);

/**
 * The square region window of an object: centred on its box, `context` times its longer side, never smaller
 * than `minWindow` pixels. It may reach beyond the picture, where views of it are filled by reflection.
 */
export function windowRound(box: Box, { context, minWindow }: { context: number; minWindow: number }): Box {
  const side = Math.max(minWindow, Math.round(context * longerSide(box)));
  return {
    left: Math.round(box.left + (box.width - side) / 2),
    top: Math.round(box.top + (box.height - side) / 2),
    width: side,
    height: side,
  };
}

/** A box given in cells of a grid laid over `window`, in pixels of the picture. */
export function toPicture(box: Box, window: Box, gridSide: number): Box {
  const scale = window.width / gridSide;
  const left = Math.round(window.left + box.left * scale);
  const top = Math.round(window.top + box.top * scale);
  return {
    left,
    top,
    width: Math.round(window.left + (box.left + box.width) * scale) - left,
    height: Math.round(window.top + (box.top + box.height) * scale) - top,
  };
}

/** The part of a window that lies on the picture, as half-open ranges. */
export function clipped({ left, top, width, height }: Box, pictureWidth: number, pictureHeight: number) {
  return {
    left: Math.max(0, left),
    top: Math.max(0, top),
    right: Math.min(pictureWidth, left + width),
    bottom: Math.min(pictureHeight, top + height),
  };
}

/** The part of a box that lies on the picture, of one pixel at least. */
export function onto(box: Box, { width, height }: Pick<Box, 'width' | 'height'>): Box {
  const { left, top, right, bottom } = clipped(box, width, height);
  return { left, top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

/** On a grid over a window, 1 where the middle of a cell lies beyond the picture. */
export function beyondPicture(
  { left, top, width }: Box,
  picture: Pick<Box, 'width' | 'height'>,
  side: number,
): Uint8Array {
  const cell = width / side;
  const outside = new Uint8Array(side * side);
  for (let y = 0, i = 0; y < side; y++) {
    const row = top + (y + 0.5) * cell;
    for (let x = 0; x < side; x++, i++) {
      const column = left + (x + 0.5) * cell;
      outside[i] = row < 0 || row >= picture.height || column < 0 || column >= picture.width ? 1 : 0;
    }
  }
  return outside;
}
