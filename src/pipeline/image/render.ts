import { type GreyPicture, type Picture, SET, whiteOf } from './picture.ts';
import { resampleRows, rowsIn } from './resample.ts';
import { isPlain, rowsOf } from './rows.ts';
import { taps } from './taps.ts';

/** An opaque 8-bit picture for people to look at. */
export interface Rendering {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

type Colour = readonly [number, number, number];

/** Inlay's own colour, for masks. */
const MAGENTA: Colour = [255, 0, 140];
const PAPER = 255;
/** Panels of a sheet are at most this wide or high. */
const PANEL = 800;
const GUTTER = 16;

/** A picture as 8-bit sRGB on white. */
export function flatten(picture: Picture): Rendering {
  const { width, height, rgb } = picture;
  if (isPlain(picture) && rgb instanceof Uint8Array) return { width, height, rgb };
  const read = rowsOf(picture);
  const scale = 255 / whiteOf(rgb);
  const row = 3 * width;
  const line = new Float64Array(row);
  const flat = new Uint8Array(row * height);
  for (let y = 0, to = 0; y < height; y++) {
    read(y, 0, row, line);
    for (let x = 0; x < row; x++, to++) flat[to] = scale * line[x] + 0.5;
  }
  return { width, height, rgb: flat };
}

/**
 * A picture in sRGB of 8 bits, transparent where it was: for files that are not to be what the source was.
 */
export function inPlainSrgb(picture: Picture): Picture {
  const { width, height, rgb, colour, alpha } = picture;
  const opaque = flatten({ width, height, rgb, ...(colour && { colour }) });
  if (alpha === undefined || alpha instanceof Uint8Array) return { ...opaque, ...(alpha && { alpha }) };
  return { ...opaque, alpha: Uint8Array.from(alpha, value => value / 257 + 0.5) };
}

/** The picture with the mask laid over it in colour, and its outline drawn. */
export function overlay(picture: Picture, mask: GreyPicture): Rendering {
  const { width, height, rgb } = flatten(picture);
  const isOutline = outlineOf(mask, Math.max(1, Math.round(Math.max(width, height) / 500)));
  const tinted = new Uint8Array(rgb.length);
  for (let pixel = 0, i = 0; i < rgb.length; pixel++) {
    const amount = isOutline(pixel) ? 1 : (0.55 * mask.data[pixel]) / 255;
    for (let c = 0; c < 3; c++, i++) tinted[i] = rgb[i] * (1 - amount) + MAGENTA[c] * amount + 0.5;
  }
  return { width, height, rgb: tinted };
}

/** The mask in white over a dark, faint picture: what is to be repainted, and where in the scene. */
export function spotlight(picture: Picture, mask: GreyPicture): Rendering {
  const { width, height, rgb } = flatten(picture);
  const lit = new Uint8Array(rgb.length);
  for (let pixel = 0, i = 0; i < rgb.length; pixel++, i += 3) {
    const grey = 0.3 * rgb[i] + 0.59 * rgb[i + 1] + 0.11 * rgb[i + 2];
    const amount = mask.data[pixel] / 255;
    lit.fill(0.3 * grey * (1 - amount) + 255 * amount + 0.5, i, i + 3);
  }
  return { width, height, rgb: lit };
}

/** Tells whether a pixel of the mask is within `thickness` of its half-way edge, from inside. */
function outlineOf({ width, height, data }: GreyPicture, thickness: number): (pixel: number) => boolean {
  const isInside = (x: number, y: number) =>
    x >= 0 && y >= 0 && x < width && y < height && data[y * width + x] >= SET;
  return pixel => {
    if (data[pixel] < SET) return false;
    const x = pixel % width;
    const y = (pixel - x) / width;
    return !(
      isInside(x - thickness, y) &&
      isInside(x + thickness, y) &&
      isInside(x, y - thickness) &&
      isInside(x, y + thickness)
    );
  };
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
  const rgb = new Uint8Array(sheet.width * sheet.height * 3).fill(PAPER);
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

/** The picture at another size, no larger than its own. */
export function shrinkTo(panel: Rendering, width: number, height: number): Rendering {
  if (panel.width === width && panel.height === height) return panel;
  const line = (length: number, to: number) => taps(length, { start: 0, length }, to, 'triangle');
  const data = resampleRows(rowsIn(panel.rgb, 3 * panel.width), 3, {
    across: line(panel.width, width),
    down: line(panel.height, height),
  });
  const plane = width * height;
  const rgb = new Uint8Array(plane * 3);
  for (let pixel = 0, i = 0; pixel < plane; pixel++) {
    for (let from = pixel; i < 3 * (pixel + 1); from += plane) rgb[i++] = data[from] + 0.5;
  }
  return { width, height, rgb };
}
