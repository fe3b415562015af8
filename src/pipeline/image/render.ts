import type { GreyPicture, Picture } from './picture.ts';
import { whiteOf } from './picture.ts';
import { resampleRows, rowsIn, taps } from './resample.ts';

/** An opaque 8-bit picture for people to look at. */
export interface Rendering {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

type Colour = readonly [number, number, number];

/** Inlay's own colour, for masks. */
const MAGENTA: Colour = [255, 0, 140];
const PAPER: Colour = [255, 255, 255];
/** Panels of a sheet are at most this wide or high. */
const PANEL = 800;
const GUTTER = 16;

/** A picture as 8-bit RGB on white. */
export function flatten({ width, height, rgb, alpha }: Picture): Rendering {
  if (alpha === undefined && rgb instanceof Uint8Array) return { width, height, rgb };
  const white = whiteOf(rgb);
  const flat = Uint8Array.from(rgb, (value, i) => {
    const opacity = alpha === undefined ? 1 : alpha[Math.floor(i / 3)] / white;
    return Math.round(255 * ((value / white) * opacity + 1 - opacity));
  });
  return { width, height, rgb: flat };
}

/** The picture with the mask laid over it in colour, and its outline drawn. */
export function overlay(picture: Picture, mask: GreyPicture): Rendering {
  const { width, height, rgb } = flatten(picture);
  const outline = outlineOf(mask, Math.max(1, Math.round(Math.max(width, height) / 500)));
  const tinted = rgb.map((value, i) => {
    const pixel = Math.floor(i / 3);
    const amount = outline[pixel] === 1 ? 1 : (0.55 * mask.data[pixel]) / 255;
    return Math.round(value * (1 - amount) + MAGENTA[i % 3] * amount);
  });
  return { width, height, rgb: tinted };
}

/** The mask in white over a dark, faint picture: what is to be repainted, and where in the scene. */
export function spotlight(picture: Picture, mask: GreyPicture): Rendering {
  const { width, height, rgb } = flatten(picture);
  const lit = rgb.map((_, i) => {
    const pixel = Math.floor(i / 3);
    const grey = 0.3 * rgb[pixel * 3] + 0.59 * rgb[pixel * 3 + 1] + 0.11 * rgb[pixel * 3 + 2];
    const amount = mask.data[pixel] / 255;
    return Math.round(0.3 * grey * (1 - amount) + 255 * amount);
  });
  return { width, height, rgb: lit };
}

/** Pixels of the mask within `thickness` of its half-way edge. */
function outlineOf({ width, height, data }: GreyPicture, thickness: number): Uint8Array {
  const inside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] > 127;
  return Uint8Array.from(data, (value, i) => {
    if (value <= 127) return 0;
    const [x, y] = [i % width, Math.floor(i / width)];
    const whole =
      inside(x - thickness, y) &&
      inside(x + thickness, y) &&
      inside(x, y - thickness) &&
      inside(x, y + thickness);
    return whole ? 0 : 1;
  });
}

/** Panels of one size in rows of `columns`, on white, shrunk where they are large. */
export function contactSheet(panels: readonly Rendering[], columns: number): Rendering {
  const [{ width, height }] = panels;
  const shrink = Math.min(1, PANEL / Math.max(width, height));
  const [w, h] = [Math.round(width * shrink), Math.round(height * shrink)];
  const rows = Math.ceil(panels.length / columns);
  const sheet = {
    width: columns * (w + GUTTER) + GUTTER,
    height: rows * (h + GUTTER) + GUTTER,
  };
  const rgb = Uint8Array.from({ length: sheet.width * sheet.height * 3 }, (_, i) => PAPER[i % 3]);
  for (const [i, panel] of panels.entries()) {
    const left = GUTTER + (i % columns) * (w + GUTTER);
    const top = GUTTER + Math.floor(i / columns) * (h + GUTTER);
    const small = shrinkTo(panel, w, h);
    for (let y = 0; y < h; y++) {
      rgb.set(small.rgb.subarray(y * w * 3, (y + 1) * w * 3), ((top + y) * sheet.width + left) * 3);
    }
  }
  return { ...sheet, rgb };
}

function shrinkTo(panel: Rendering, width: number, height: number): Rendering {
  if (panel.width === width && panel.height === height) return panel;
  const line = (length: number, to: number) => taps(length, { start: 0, length }, to, 'triangle');
  const data = resampleRows(rowsIn(panel.rgb, 3 * panel.width), 3, {
    across: line(panel.width, width),
    down: line(panel.height, height),
  });
  const plane = width * height;
  const rgb = Uint8Array.from({ length: plane * 3 }, (_, i) =>
    Math.round(data[(i % 3) * plane + Math.floor(i / 3)]),
  );
  return { width, height, rgb };
}
